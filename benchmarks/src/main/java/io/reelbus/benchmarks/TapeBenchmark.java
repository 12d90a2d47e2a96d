package io.reelbus.benchmarks;

import static io.reelbus.benchmarks.IngestBenchmark.option;
import static io.reelbus.benchmarks.IngestBenchmark.print;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.TapeReader;
import io.reelbus.bus.TapeWriter;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletionStage;

/**
 * A tape against Kafka's own producer and consumer performance tools, with the same record size on
 * the same embedded broker.
 *
 * <p>Options: {@code --megabytes N} per run (2000), {@code --record N} bytes (3110400, a 1080p
 * yuv420p frame).
 */
public final class TapeBenchmark {

  private static final Duration RETENTION = Duration.ofHours(1);

  private TapeBenchmark() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int record = option(args, "--record", 3_110_400);
    int count = (int) (option(args, "--megabytes", 2000) * 1_000_000L / record);
    Path folder = Files.createTempDirectory("reelbus-tape-benchmark");
    Path payload = Files.writeString(folder.resolve("record"), "r".repeat(record));
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0);
        Bus bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()))) {
      bus.ensureTopics();
      print("%d records of %d bytes; embedded broker, one partition", count, record);
      for (int run = 0; run < 3; run++) {
        String topic = "reelbus.tape.bench-" + run;
        String plain = "reelbus.tape.plain-" + run;
        bus.tapes().createDeviceTape(topic, RETENTION);
        bus.tapes().createDeviceTape(plain, RETENTION);
        double write = write(bus, topic, record, count);
        print("run %d: tape write  %7.1f MB/s", run, write);
        print("run %d: Kafka's producer tool:", run);
        producerTool(kafka.bootstrapServers(), plain, payload, count);
        double read = read(bus, topic, record, count);
        print("run %d: tape read   %7.1f MB/s", run, read);
        print("run %d: Kafka's consumer tool:", run);
        consumerTool(kafka.bootstrapServers(), plain, count);
        bus.tapes().deleteTopic(topic);
        bus.tapes().deleteTopic(plain);
      }
    }
  }

  private static double write(Bus bus, String topic, int record, int count) {
    byte[] payload = new byte[record];
    new Random(1).nextBytes(payload);
    long start = System.nanoTime();
    try (TapeWriter writer = bus.tapeWriter(topic, 0)) {
      CompletionStage<TapeRange> last = null;
      for (int i = 0; i < count; i++) {
        last =
            writer.append(
                new TapeFrame(i, i, 1, true, 0, null, List.of(), ByteBuffer.wrap(payload)));
      }
      writer.flush();
      if (last != null) {
        last.toCompletableFuture().join();
      }
    }
    return megabytesPerSecond(record, count, start);
  }

  private static double read(Bus bus, String topic, int record, int count) {
    long start = System.nanoTime();
    try (TapeReader reader = bus.tapeReader()) {
      reader.open(new TapeRange(topic, 0, 0, count));
      int seen = 0;
      while (reader.next() != null) {
        seen++;
      }
      if (seen != count) {
        throw new IllegalStateException(seen + " frames of " + count);
      }
    }
    return megabytesPerSecond(record, count, start);
  }

  private static double megabytesPerSecond(int record, int count, long start) {
    return record * (double) count / 1e6 / ((System.nanoTime() - start) / 1e9);
  }

  private static void producerTool(String servers, String topic, Path payload, int count)
      throws Exception {
    org.apache.kafka.tools.ProducerPerformance.main(
        new String[] {
          "--topic",
          topic,
          "--num-records",
          Integer.toString(count),
          "--payload-file", // one record: with --record-size the tool draws each record's bytes
          payload.toString(),
          "--throughput",
          "-1",
          "--producer-props",
          "bootstrap.servers=" + servers,
          "acks=all",
          "max.request.size=16777216",
          "buffer.memory=67108864"
        });
  }

  private static void consumerTool(String servers, String topic, int count) throws Exception {
    org.apache.kafka.tools.ConsumerPerformance.main(
        new String[] {
          "--bootstrap-server",
          servers,
          "--topic",
          topic,
          "--messages",
          Integer.toString(count),
          "--fetch-size",
          "33554432",
          "--timeout",
          "30000"
        });
  }
}
