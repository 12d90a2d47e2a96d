package io.reelbus.system.chaos;

import io.reelbus.bus.Topics;
import io.reelbus.system.ReelbusProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * What everything was doing when something did not get on: the cut queues as the broker sees them,
 * the figures of the API, and each part's threads and last words. In {@code target/stall-*.txt}.
 */
final class Stall {

  private static final int LAST_LINES = 200;
  private static final long DUMP_S = 2; // for threads to be written down
  private static final Duration ANSWER = Duration.ofSeconds(20);

  private final Machine machine;
  private final List<String> lines = new ArrayList<>();

  private Stall(Machine machine) {
    this.machine = machine;
  }

  /** Writes it down, whatever of it can be had. Takes some seconds, and harms nothing. */
  static synchronized void write(Machine machine, String what) {
    Stall stall = new Stall(machine);
    stall.lines.add(Instant.now() + " " + what);
    stall.attempt("cut queues", stall::queues);
    stall.attempt("metrics", () -> stall.get("/v1/metrics"));
    stall.attempt("health", () -> stall.get("/v1/health"));
    for (Part part : Part.values()) {
      stall.attempt(part.word(), () -> stall.process(machine.process(part)));
    }
    try {
      Path target = Files.createDirectories(Path.of("target"));
      Files.write(target.resolve("stall-" + System.currentTimeMillis() + ".txt"), stall.lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Look {
    void run() throws IOException, InterruptedException, ExecutionException;
  }

  private void attempt(String what, Look look) {
    lines.add("");
    lines.add("== " + what);
    try {
      look.run();
    } catch (IOException | ExecutionException | RuntimeException e) {
      lines.add("not to be had: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void queues() throws InterruptedException, ExecutionException {
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            machine.bus(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) ANSWER.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, // no longer than the other
            (int) ANSWER.toMillis());
    try (Admin admin = Admin.create(config)) {
      lines.add(
          admin.describeShareGroups(List.of(Topics.ENCODERS)).all().get().values().toString());
      lines.add(
          "begins: "
              + admin
                  .listShareGroupOffsets(Map.of(Topics.ENCODERS, new ListShareGroupOffsetsSpec()))
                  .partitionsToOffsetInfo(Topics.ENCODERS)
                  .get());
      for (String topic : List.of(Topics.CUTS_LIVE, Topics.CUTS_BATCH)) {
        int partitions =
            admin
                .describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .size();
        for (int partition = 0; partition < partitions; partition++) {
          TopicPartition place = new TopicPartition(topic, partition);
          lines.add(
              place
                  + " ends: "
                  + admin.listOffsets(Map.of(place, OffsetSpec.latest())).all().get().get(place));
        }
      }
    }
  }

  private void get(String path) throws IOException, InterruptedException {
    URI uri = machine.api().resolve(path);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(ANSWER).build();
    String body = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    body.lines().filter(line -> !line.startsWith("#")).forEach(lines::add);
  }

  private void process(ReelbusProcess process) throws IOException, InterruptedException {
    if (process.isAlive()) {
      process.dumpThreads();
      TimeUnit.SECONDS.sleep(DUMP_S);
    }
    process.words().lines().skip(skipped(process.words())).forEach(lines::add);
    process.data().lines().forEach(lines::add); // a JVM writes its threads there
  }

  private static long skipped(String text) {
    try (Stream<String> all = text.lines()) {
      return Math.max(0, all.count() - LAST_LINES);
    }
  }
}
