package io.reelbus.benchmarks;

import static io.reelbus.benchmarks.IngestBenchmark.option;
import static io.reelbus.benchmarks.IngestBenchmark.print;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.Tail;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How soon another assembler goes on with a long file of a killed one: a recording of 1080p H.264
 * at 4 Mbit/s, with slices of 1 s, is in its file but for two slices when the assembler's process
 * is killed; then the next slice comes, another assembler is started at once, and the last slice
 * comes when that one has made the blob.
 *
 * <p>Options: {@code --minutes N} (10), {@code --runs N} (3).
 */
public final class ReplayBenchmark {

  private static final String KEY = "benchmark";

  private ReplayBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int minutes = option(args, "--minutes", 10);
    int runs = option(args, "--runs", 3);
    Path folder = Files.createTempDirectory("reelbus-replay-benchmark");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        EmbeddedS3 s3 = EmbeddedS3.start(folder.resolve("s3"), 0, KEY, KEY);
        Bus bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()))) {
      bus.ensureTopics();
      Path input = CopiedRecording.input(folder, minutes);
      AssemblerProcess.Place place =
          new AssemblerProcess.Place(kafka.bootstrapServers(), s3.endpoint(), KEY, KEY);
      print(
          "%4s %8s %14s %15s %9s %15s %13s",
          "run",
          "chunk MB",
          "kill-assigned s",
          "assigned-blob s",
          "MB/s",
          "kill-blob s",
          "stored s");
      for (int run = 1; run <= runs; run++) {
        measure(run, bus, place, CopiedRecording.open("replay-" + run, input, minutes * 60));
      }
    } finally {
      delete(folder);
    }
  }

  private static void measure(
      int run, Bus bus, AssemblerProcess.Place place, CopiedRecording recording)
      throws IOException, InterruptedException {
    Heard heard = new Heard(recording.id());
    try (recording;
        Tail ledger = bus.ledgerTail(heard);
        AssemblerProcess doomed = AssemblerProcess.start(place)) {
      ledger.awaitCaughtUp(Duration.ofMinutes(1));
      bus.recordings().put(spec(recording.id())).toCompletableFuture().join();
      long bytes = 0;
      int next = recording.slices() - 2;
      for (int k = 0; k < next; k++) {
        bytes += recording.publish(bus.chunkPublisher());
      }
      heard.awaitBlob(next - 1);
      long killed = System.nanoTime();
      doomed.kill();
      try (AssemblerProcess another = AssemblerProcess.start(place)) {
        bytes += recording.publish(bus.chunkPublisher());
        long assigned = another.awaitPartitions();
        long resumed = heard.awaitBlob(next);
        recording.publish(bus.chunkPublisher());
        long last = System.nanoTime();
        FileStored stored = heard.awaitStored();
        if (stored.state() != RecordingState.STORED) {
          throw new IllegalStateException(stored.toString());
        }
        print(
            "%4d %8.0f %15.2f %15.2f %9.0f %15.2f %13.2f",
            run,
            bytes / 1e6,
            (assigned - killed) / 1e9,
            (resumed - assigned) / 1e9,
            bytes / 1e6 / ((resumed - assigned) / 1e9),
            (resumed - killed) / 1e9,
            (System.nanoTime() - last) / 1e9);
      }
    }
  }

  private static RecordingSpec spec(String id) {
    return new RecordingSpec(
        id,
        id,
        "benchmark",
        List.of("benchmark/0/0"),
        "video/mp4;codecs=avc1",
        0,
        0,
        CopiedRecording.SLICE_US,
        Lane.LIVE,
        RecordingSpec.Desired.RECORDING,
        CopiedRecording.STARTED_AT_US,
        0);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    }
  }
}
