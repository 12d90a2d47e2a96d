package io.reelbus.benchmarks;

import static io.reelbus.benchmarks.IngestBenchmark.option;
import static io.reelbus.benchmarks.IngestBenchmark.print;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.CutConsumer;
import io.reelbus.bus.Delivery;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Time from the end of a worker that has a cut, and keeps its lock, to the cut's delivery to one
 * that waits: the worker's process is killed, or stopped so that its connection stays.
 *
 * <p>Options: {@code --kills N} (20), {@code --stops N} (10).
 */
public final class RedeliveryBenchmark {

  private static final Duration SOON = Duration.ofMinutes(2);

  private RedeliveryBenchmark() {}

  /** Runs it; with {@code --hold SERVERS} it is a worker that ends never. */
  public static void main(String[] args) throws Exception {
    if (args.length == 2 && args[0].equals("--hold")) {
      hold(args[1]);
      return;
    }
    int kills = option(args, "--kills", 20);
    int stops = option(args, "--stops", 10);
    Path folder = Files.createTempDirectory("reelbus-redelivery-benchmark");
    ExecutorService waiting = Executors.newSingleThreadExecutor();
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        Bus bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()))) {
      bus.ensureTopics();
      print("%8s %6s %8s %8s %8s %8s", "signal", "runs", "min s", "median s", "p99 s", "max s");
      report("KILL", measure("KILL", kills, bus, waiting));
      report("STOP", measure("STOP", stops, bus, waiting));
    } finally {
      waiting.shutdownNow();
    }
  }

  private static void report(String signal, List<Double> seconds) {
    List<Double> sorted = seconds.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return;
    }
    int last = sorted.size() - 1;
    print(
        "%8s %6d %8.2f %8.2f %8.2f %8.2f",
        signal,
        sorted.size(),
        sorted.get(0),
        sorted.get(last / 2),
        sorted.get((int) Math.ceil(last * 0.99)),
        sorted.get(last));
  }

  private static List<Double> measure(String signal, int runs, Bus bus, ExecutorService waiting)
      throws IOException, InterruptedException, ExecutionException {
    List<Double> seconds = new ArrayList<>();
    for (int run = 0; run < runs; run++) {
      bus.cutPublisher().publish(cut(signal, run)).toCompletableFuture().join();
      Process worker = start(bus.settings().bootstrapServers());
      try (CutConsumer other = bus.cutConsumer(Lane.LIVE)) {
        Callable<Long> delivery = () -> awaitDelivery(other);
        Future<Long> delivered = waiting.submit(delivery);
        Thread.sleep(1000 + 137L * (run % 10)); // it waits, and the lock is renewed now and then
        long end = System.nanoTime();
        if (new ProcessBuilder("kill", "-" + signal, "" + worker.pid()).start().waitFor() != 0) {
          throw new IllegalStateException("kill failed");
        }
        seconds.add((delivered.get() - end) / 1e9);
      } finally {
        worker.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      }
    }
    return seconds;
  }

  private static long awaitDelivery(CutConsumer consumer) {
    Delivery delivery = consumer.poll(SOON);
    if (delivery == null) {
      throw new IllegalStateException("not delivered within " + SOON);
    }
    long at = System.nanoTime();
    delivery.accept();
    return at;
  }

  /** A worker process that has a cut. */
  private static Process start(String servers) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                RedeliveryBenchmark.class.getName(),
                "--hold",
                servers)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader words =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = words.readLine(); !"has it".equals(line); line = words.readLine()) {
      if (line == null) {
        throw new IllegalStateException("the worker ended");
      }
    }
    return process;
  }

  private static void hold(String servers) throws InterruptedException {
    try (Bus bus = Bus.connect(BusSettings.defaults(servers));
        CutConsumer consumer = bus.cutConsumer(Lane.LIVE)) {
      Delivery delivery = consumer.poll(SOON);
      if (delivery == null) {
        throw new IllegalStateException("no cut");
      }
      System.out.println("has it");
      while (true) {
        delivery.renew();
        Thread.sleep(200);
      }
    }
  }

  private static Cut cut(String recording, int slice) {
    TimeBase base = TimeBase.ofRate(48_000);
    AudioFormat audio = new AudioFormat(48_000, 1, "mono", "flt", 32, 960, 0, 0, 0);
    TrackFormat format =
        new TrackFormat(
            Wire.RAW, "pcm_f32le", base, null, audio, new byte[0], 0, 0, 0, List.of(), "");
    return new Cut(
        new ChunkId(recording, 0, slice),
        Lane.LIVE,
        List.of(),
        format,
        new EncoderConfig(Codec.OPUS, true, 0, base, null, audio, 0, true),
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        new SliceAccount(0, 0, 0, 0, List.of()));
  }
}
