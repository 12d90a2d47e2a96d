package io.reelbus.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@code reelbus assembler} process, as a user starts it. */
final class AssemblerProcess implements AutoCloseable {

  /** Where the bus and the store are. */
  record Place(String bootstrapServers, URI store, String accessKey, String secretKey) {}

  private final Process process;
  private final CompletableFuture<Long> assigned = new CompletableFuture<>();

  private AssemblerProcess(Process process) {
    this.process = process;
  }

  static AssemblerProcess start(Place place) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            "./reelbus",
            "assembler",
            "--bootstrap-servers",
            place.bootstrapServers(),
            "--s3-endpoint",
            place.store().toString());
    builder
        .environment()
        .putAll(
            Map.of(
                "REELBUS_S3_ACCESS_KEY", place.accessKey(),
                "REELBUS_S3_SECRET_KEY", place.secretKey(),
                "REELBUS_LOG", "info"));
    AssemblerProcess made = new AssemblerProcess(builder.redirectErrorStream(true).start());
    Thread reader = new Thread(made::read, "assembler-words");
    reader.setDaemon(true);
    reader.start();
    return made;
  }

  private void read() {
    try (BufferedReader words =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = words.readLine(); line != null; line = words.readLine()) {
        if (line.contains("are ours")) {
          assigned.complete(System.nanoTime());
        }
      }
    } catch (IOException e) {
      assigned.completeExceptionally(e);
    }
    assigned.completeExceptionally(new IllegalStateException("the assembler ended"));
  }

  /** Waits until it has partitions of {@code chunks}; when, by {@link System#nanoTime}. */
  long awaitPartitions() throws InterruptedException {
    try {
      return assigned.get(5, TimeUnit.MINUTES);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no partitions were assigned", e);
    }
  }

  /** SIGKILL, and its end. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    Program.stop(process);
  }
}
