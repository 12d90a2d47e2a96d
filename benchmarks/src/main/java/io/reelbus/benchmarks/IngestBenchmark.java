package io.reelbus.benchmarks;

import io.reelbus.model.Source;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Ingest of a 1080p file against the ffmpeg program doing the same encode with two threads.
 *
 * <p>Options: {@code --seconds N} of input (60), {@code --runs N} (3), {@code --encode NAME} for
 * the encodes whose name contains it, {@code --wire native|raw} for one wire. Prints medians of
 * wall time and of the ratio, pair by pair: A B A B.
 */
public final class IngestBenchmark {

  private static final long BITS_PER_SECOND = 4_000_000;
  private static final String RATE = Long.toString(BITS_PER_SECOND);

  /** One encode: how Reelbus is asked for it and how ffmpeg is. */
  private record Case(String name, String mimeType, List<String> ffmpegOptions) {}

  private static final List<Case> CASES =
      List.of(
          new Case(
              "libopenh264",
              "video/mp4;codecs=avc1",
              List.of(
                  "-c:v",
                  "libopenh264",
                  "-rc_mode",
                  "bitrate",
                  "-allow_skip_frames",
                  "0",
                  "-b:v",
                  RATE,
                  "-g",
                  "120")),
          new Case(
              "VP9 realtime",
              "video/webm;codecs=vp9",
              List.of(
                  "-c:v",
                  "libvpx-vp9",
                  "-deadline",
                  "realtime",
                  "-cpu-used",
                  "8",
                  "-lag-in-frames",
                  "0",
                  "-b:v",
                  RATE,
                  "-g",
                  "120")),
          new Case(
              "SVT-AV1 preset 10",
              "video/mp4;codecs=av01",
              List.of(
                  "-c:v",
                  "libsvtav1",
                  "-preset",
                  "10",
                  "-svtav1-params",
                  "lp=2",
                  "-b:v",
                  RATE,
                  "-g",
                  "120")));

  private static final List<String> WIRES = List.of("native", "raw");

  private IngestBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int seconds = option(args, "--seconds", 60);
    int runs = option(args, "--runs", 3);
    String encodes = option(args, "--encode", "");
    String wires = option(args, "--wire", "");
    Path folder = Files.createTempDirectory("reelbus-benchmark");
    Path input = folder.resolve("input.mp4");
    Program.seconds(
        Program.ffmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=1920x1080:rate=30:duration=" + seconds,
            "-vf",
            "noise=alls=6:allf=t",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libopenh264",
            "-b:v",
            "8M",
            "-g",
            "60",
            input));
    try (Serve serve = Serve.start(folder.resolve("data"))) {
      print(
          "start-up of reelbus serve: %.2f s (apart from the figures below)",
          serve.startUpSeconds());
      print("input: 1920x1080, 30 fps, %d s, H.264; %d runs, medians", seconds, runs);
      print("%-20s %-7s %10s %10s %7s", "encode", "wire", "reelbus s", "ffmpeg s", "ratio");
      for (Case c : CASES) {
        for (String wire : WIRES) {
          if (!c.name().contains(encodes) || !wire.contains(wires)) {
            continue;
          }
          compare(serve.client(), c, wire, input, folder.resolve("ffmpeg.out"), runs);
        }
      }
      print("peak memory of serve (VmHWM): %.0f MiB", serve.memoryMib("VmHWM"));
    }
  }

  private static void compare(
      ReelbusClient client, Case c, String wire, Path input, Path output, int runs)
      throws InterruptedException {
    List<Double> ours = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    List<Double> ratios = new ArrayList<>();
    String extension = c.mimeType().startsWith("video/webm") ? ".webm" : ".mp4";
    for (int i = 0; i < runs; i++) {
      ours.add(ingest(client, c, wire, input));
      theirs.add(
          Program.seconds(
              Program.ffmpeg("-i", input, "-threads", "2", c.ffmpegOptions(), output + extension)));
      ratios.add(ours.get(i) / theirs.get(i));
    }
    print(
        "%-20s %-7s %10.2f %10.2f %7.2f",
        c.name(), wire, median(ours), median(theirs), median(ratios));
  }

  private static double ingest(ReelbusClient client, Case c, String wire, Path input)
      throws InterruptedException {
    long start = System.nanoTime();
    StreamInfo stream =
        client.openStream(
            List.of(SourceRequest.url(input.toString(), Source.Kind.FILE).onWire(wire)));
    String id =
        client
            .createRecorder(
                RecorderRequest.of(stream.id(), c.mimeType()).withBitRates(BITS_PER_SECOND, null))
            .id();
    client.start(id, null, c.name());
    RecordingInfo recording = client.recording(id);
    while (recording.state().equals("recording")) {
      Thread.sleep(100);
      recording = client.recording(id);
    }
    if (!recording.state().equals("stored")) {
      throw new IllegalStateException(recording.state() + ": " + recording.message());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    client.closeStream(stream.id());
    return seconds;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    sorted.sort(Comparator.naturalOrder());
    return sorted.get(sorted.size() / 2);
  }

  static int option(String[] args, String name, int otherwise) {
    return Integer.parseInt(option(args, name, Integer.toString(otherwise)));
  }

  private static String option(String[] args, String name, String otherwise) {
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals(name)) {
        return args[i + 1];
      }
    }
    return otherwise;
  }

  static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
