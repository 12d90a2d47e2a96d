package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What "comes out right" means: an output against its input, both read by the system's FFmpeg. */
final class Exact {

  private static final long MS = 1_000_000;
  private static final int SOUND_RATE = 48_000;
  private static final int SOUND_SAMPLES = 24_000;
  private static final int MAX_SHIFT = 400;

  private final Playback in;
  private final Playback out;
  private final long frameNs;

  private Exact(Playback in, Playback out, long frameNs) {
    this.in = in;
    this.out = out;
    this.frameNs = frameNs;
  }

  /** Opens both; {@code frameNs} is the nominal length of a picture. */
  static Exact of(Path in, Path out, long frameNs) {
    return new Exact(Playback.of(in), Playback.of(out), frameNs);
  }

  Playback out() {
    return out;
  }

  /** Everything that holds for every input. */
  Exact isRight() {
    assertAll(
        out.file().toString(),
        this::hasItsPictures,
        this::hasItsSound,
        this::hasItsLength,
        this::plays,
        this::seeks);
    return this;
  }

  /** As many pictures as went in, each at its time. */
  Exact hasItsPictures() {
    List<Playback.Track> before = in.videos().toList();
    List<Playback.Track> after = out.videos().toList();
    assertThat(after).as("video tracks").hasSameSizeAs(before);
    for (int t = 0; t < before.size(); t++) {
      List<Long> was = before.get(t).relativeNs();
      List<Long> is = after.get(t).relativeNs();
      assertThat(is.size()).as("pictures of video track %d", t).isEqualTo(was.size());
      for (int i = 0; i < was.size(); i++) {
        assertThat(is.get(i))
            .as("time of picture %d of video track %d", i, t)
            .isCloseTo(was.get(i), within(after.get(t).tickNs()));
      }
      assertOffset("video track " + t, before.get(t), after.get(t));
    }
    return this;
  }

  /** Sound begins where it began, and every sample is there. */
  Exact hasItsSound() {
    List<Playback.Track> before = in.audios().toList();
    List<Playback.Track> after = out.audios().toList();
    assertThat(after).as("audio tracks").hasSameSizeAs(before);
    for (int t = 0; t < before.size(); t++) {
      assertOffset("audio track " + t, before.get(t), after.get(t));
      assertThat((double) Heard.of(out, after.get(t)).samples())
          .as("samples of audio track %d", t)
          .isCloseTo(expectedSamples(before.get(t), after.get(t)), within(0.999));
    }
    return this;
  }

  /** Whole where the rate is the same; resampling must round. */
  private double expectedSamples(Playback.Track before, Playback.Track after) {
    double from = before.info().get("sample_rate").asDouble();
    double to = after.info().get("sample_rate").asDouble();
    return Heard.of(in, before).samples() * to / from;
  }

  private void assertOffset(String what, Playback.Track before, Playback.Track after) {
    long tolerance = before.tickNs() + 2 * Math.max(after.tickNs(), 1_000_000_000L / SOUND_RATE);
    assertThat(first(out, after) - first(out))
        .as("start of %s, from the first of all tracks, ns", what)
        .isCloseTo(first(in, before) - first(in), within(tolerance));
  }

  private static long first(Playback file) {
    return file.tracks().stream()
        .filter(t -> t.frames() > 0)
        .mapToLong(t -> first(file, t))
        .min()
        .orElse(0);
  }

  private static long first(Playback file, Playback.Track track) {
    return track.kind().equals("audio") ? Heard.of(file, track).firstNs() : track.firstNs();
  }

  /** The container declares the length of what is in it. */
  Exact hasItsLength() {
    long end = first(in);
    for (Playback.Track track : in.tracks()) {
      long rate = track.info().path("sample_rate").asLong(1);
      long last = track.timesNs().get(track.frames() - 1) + frameNs;
      long length =
          track.kind().equals("audio")
              ? first(in, track) + Heard.of(in, track).samples() * 1_000_000_000 / rate
              : last;
      end = Math.max(end, length);
    }
    assertThat(out.durationNs() / MS)
        .as("declared length, ms")
        .isCloseTo((end - first(in)) / MS, within(Math.max(frameNs / MS, 1)));
    return this;
  }

  /** Decodes from end to end without a word. */
  Exact plays() {
    plays(out.file());
    return this;
  }

  /** The same, of a file alone. */
  static void plays(Path file) {
    SystemFfmpeg.ffmpeg("-xerror -i", file, "-map 0 -f null -");
  }

  /** Has what players need to jump, and jumping gives pictures or sound. */
  Exact seeks() {
    String name = out.file().toString();
    if (name.endsWith(".mp4")) {
      Mp4File mp4 = Mp4File.read(out.file());
      assertThat(mp4.boxes()).contains("moov", "mdat").doesNotContain("moof", "mfra");
      assertThat(mp4.durationMs()).as("duration in the movie box").isPositive();
    } else if (name.endsWith(".webm") || name.endsWith(".mkv")) {
      MatroskaFile matroska = MatroskaFile.read(out.file());
      assertThat(matroska.duration()).as("duration in the segment").isPositive();
      assertThat(matroska.cueAt()).as("cues").isNotEmpty().isSubsetOf(matroska.clusterAt());
    }
    double middle = out.durationNs() / 2e9;
    byte[] heard =
        SystemFfmpeg.ffmpeg(
            String.format(Locale.ROOT, "-ss %.3f -i", middle),
            out.file(),
            out.videos().findAny().isPresent() ? "-frames:v 1 -f rawvideo -" : "-f s16le -");
    assertThat(heard.length).as("bytes decoded behind a jump to the middle").isPositive();
    return this;
  }

  /** Decodes to the same pixels: packets passed through unchanged. */
  Exact isTheSamePictures() {
    String hash = "-map 0:v -f framehash -fps_mode passthrough -hash md5 -";
    assertThat(pixels(SystemFfmpeg.ffmpeg("-i", out.file(), hash)))
        .as("hashes of pictures")
        .isEqualTo(pixels(SystemFfmpeg.ffmpeg("-i", in.file(), hash)));
    return this;
  }

  private static List<String> pixels(byte[] hashes) {
    return new String(hashes, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }

  /** Picture n shows what picture n showed: its neighbours look less like it. */
  Exact showsTheSame() {
    String compare = "[0:v]settb=1/1000,setpts=N*40[a];[1:v]settb=1/1000,setpts=N*40[b];[a][b]";
    String shown =
        new String(
            SystemFfmpeg.ffmpeg(
                "-i",
                out.file(),
                "-i",
                in.file(),
                "-lavfi",
                compare + "psnr=stats_file=-",
                "-f null -"),
            StandardCharsets.UTF_8);
    List<Double> likeness =
        shown
            .lines()
            .map(line -> line.replaceFirst(".*psnr_y:(\\S+).*", "$1"))
            .map(value -> value.equals("inf") ? 100.0 : Double.parseDouble(value))
            .toList();
    assertThat(likeness.size()).as("pictures compared").isEqualTo(in.video().frames());
    assertThat(likeness).as("likeness of each picture, dB").allMatch(dB -> dB > 18);
    return this;
  }

  /** Sound is at its place to the sample: noise matches itself nowhere else. */
  Exact soundsTheSame() {
    float[] was = in.sound(in.audio(), SOUND_RATE);
    int skipped = Heard.of(out, out.audio()).skipped();
    float[] decoded = out.sound(out.audio(), SOUND_RATE);
    float[] is = Arrays.copyOfRange(decoded, skipped, decoded.length);
    int count = Math.min(SOUND_SAMPLES, Math.min(was.length, is.length) - 2 * MAX_SHIFT);
    for (int from : new int[] {MAX_SHIFT, Math.min(was.length, is.length) - count - MAX_SHIFT}) {
      int best = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int shift = -MAX_SHIFT; shift <= MAX_SHIFT; shift++) {
        double sum = 0;
        for (int i = from; i < from + count; i += 1) {
          sum += was[i] * is[i + shift];
        }
        if (sum > most) {
          most = sum;
          best = shift;
        }
      }
      assertThat(best).as("samples that sound is late, from sample %d on", from).isZero();
    }
    return this;
  }
}
