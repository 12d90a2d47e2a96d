package io.reelbus.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file as the system's FFmpeg decodes it.
 *
 * @param durationNs as the container declares it
 * @param tracks video and audio tracks in the file's order
 */
record Playback(Path file, long durationNs, List<Track> tracks) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A decoded track.
   *
   * @param index of the stream in the file
   * @param tickNs length of a tick, rounded up
   * @param timesNs presentation time of each frame on the file's clock
   * @param samples per channel, audio only
   * @param info what ffprobe says of the stream
   */
  record Track(
      int index,
      String kind,
      String codec,
      long tickNs,
      List<Long> timesNs,
      long samples,
      List<String> pictures,
      JsonNode info) {

    /** Number of pictures or blocks of samples. */
    int frames() {
      return timesNs.size();
    }

    long firstNs() {
      return timesNs.get(0);
    }

    /** Presentation times from the first one on. */
    List<Long> relativeNs() {
      return timesNs.stream().map(t -> t - timesNs.get(0)).toList();
    }
  }

  /** Decodes all of a file; fails when FFmpeg has anything to complain about. */
  static Playback of(Path file) {
    JsonNode root =
        json(
            SystemFfmpeg.ffprobe(
                "-show_frames -show_streams -show_format -of json -show_entries",
                "frame=stream_index,media_type,best_effort_timestamp,nb_samples,width,height,pix_fmt"
                    + ",interlaced_frame",
                file));
    List<Track> tracks = new ArrayList<>();
    for (JsonNode stream : root.get("streams")) {
      String kind = stream.path("codec_type").asText();
      if (kind.equals("video") || kind.equals("audio")) {
        tracks.add(track(stream, kind, root.get("frames")));
      }
    }
    double seconds = root.path("format").path("duration").asDouble(-1);
    return new Playback(file, Math.round(seconds * 1e9), tracks);
  }

  private static Track track(JsonNode stream, String kind, JsonNode frames) {
    int index = stream.get("index").asInt();
    String[] base = stream.get("time_base").asText().split("/");
    long num = Long.parseLong(base[0]);
    long den = Long.parseLong(base[1]);
    List<Long> times = new ArrayList<>();
    List<String> pictures = new ArrayList<>();
    long samples = 0;
    for (JsonNode frame : frames) {
      if (frame.path("stream_index").asInt(-1) == index) {
        times.add(frame.path("best_effort_timestamp").asLong() * 1_000_000_000 / den * num);
        samples += frame.path("nb_samples").asLong(0);
        pictures.add(frame.path("width").asText() + "x" + frame.path("height").asText());
      }
    }
    return new Track(
        index,
        kind,
        stream.path("codec_name").asText(),
        1 + 1_000_000_000L * num / den,
        List.copyOf(times),
        samples,
        List.copyOf(pictures),
        stream);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  Stream<Track> videos() {
    return tracks.stream().filter(t -> t.kind().equals("video"));
  }

  Stream<Track> audios() {
    return tracks.stream().filter(t -> t.kind().equals("audio"));
  }

  /** The only, or first, picture track. */
  Track video() {
    return videos().findFirst().orElseThrow(() -> new AssertionError(file + ": no video"));
  }

  /** The only, or first, sound track. */
  Track audio() {
    return audios().findFirst().orElseThrow(() -> new AssertionError(file + ": no audio"));
  }

  /** Samples of one track as mono at a rate. */
  float[] sound(Track track, int rate) {
    byte[] bytes =
        SystemFfmpeg.ffmpeg(
            "-i", file, "-map 0:" + track.index() + " -ac 1 -ar " + rate + " -f f32le -");
    float[] samples = new float[bytes.length / 4];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(samples);
    return samples;
  }
}
