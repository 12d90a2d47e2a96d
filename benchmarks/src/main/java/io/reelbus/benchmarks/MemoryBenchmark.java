package io.reelbus.benchmarks;

import static io.reelbus.benchmarks.IngestBenchmark.option;
import static io.reelbus.benchmarks.IngestBenchmark.print;

import io.reelbus.model.Source;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory of {@code reelbus serve} during a long live recording of one 720p camera and a tone.
 *
 * <p>Options: {@code --minutes N} (60).
 */
public final class MemoryBenchmark {

  private MemoryBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int minutes = option(args, "--minutes", 60);
    Path folder = Files.createTempDirectory("reelbus-memory-benchmark");
    try (Serve serve = Serve.start(folder.resolve("data"))) {
      ReelbusClient client = serve.client();
      StreamInfo stream =
          client.openStream(
              List.of(
                  SourceRequest.url("testsrc2=size=1280x720:rate=30", Source.Kind.TEST),
                  SourceRequest.url("sine=frequency=997:sample_rate=48000", Source.Kind.TEST)));
      String id = client.createRecorder(RecorderRequest.of(stream.id(), "video/mp4")).id();
      client.start(id, 1000, "memory");
      print("%8s %10s %10s", "minute", "RSS MiB", "peak MiB");
      for (int minute = 0; minute <= minutes; minute++) {
        print("%8d %10.0f %10.0f", minute, serve.memoryMib("VmRSS"), serve.memoryMib("VmHWM"));
        if (minute < minutes) {
          Thread.sleep(60_000);
        }
      }
      client.stop(id);
      while (client.recording(id).state().equals("recording")) {
        Thread.sleep(100);
      }
      print("recording: %s", client.recording(id).state());
    }
  }
}
