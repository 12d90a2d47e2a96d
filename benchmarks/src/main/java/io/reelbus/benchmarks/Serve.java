package io.reelbus.benchmarks;

import io.reelbus.recorder.ReelbusClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code reelbus serve} process with everything in it, as a user starts it. */
final class Serve implements AutoCloseable {

  private static final long START_NANOS = TimeUnit.SECONDS.toNanos(120);

  private final Process process;
  private final URI api;
  private final ReelbusClient client;
  private final double startUpSeconds;

  private Serve(Process process, URI api, ReelbusClient client, double startUpSeconds) {
    this.process = process;
    this.api = api;
    this.client = client;
    this.startUpSeconds = startUpSeconds;
  }

  /** Starts a server on a folder and waits until its agent takes work. */
  static Serve start(Path data) throws InterruptedException {
    long start = System.nanoTime();
    try {
      int port = freePort();
      Process process =
          new ProcessBuilder(
                  List.of(
                      "./reelbus",
                      "serve",
                      "--data",
                      data.toString(),
                      "--port",
                      Integer.toString(port),
                      "--kafka-port",
                      "0",
                      "--s3-port",
                      "0"))
              .redirectErrorStream(true)
              .redirectOutput(data.resolveSibling("serve.log").toFile())
              .start();
      URI api = URI.create("http://127.0.0.1:" + port);
      ReelbusClient client = ReelbusClient.connect(api);
      while (!hasAgent(client)) {
        if (!process.isAlive() || System.nanoTime() - start > START_NANOS) {
          process.destroy();
          throw new IllegalStateException("reelbus serve did not come up: see serve.log");
        }
        Thread.sleep(20);
      }
      return new Serve(process, api, client, (System.nanoTime() - start) / 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasAgent(ReelbusClient client) {
    try {
      return !client.devices().isEmpty();
    } catch (io.reelbus.model.MediaException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  URI api() {
    return api;
  }

  ReelbusClient client() {
    return client;
  }

  double startUpSeconds() {
    return startUpSeconds;
  }

  /**
   * A figure of {@code /proc/PID/status} in MiB, e.g. {@code VmRSS} or {@code VmHWM}, of the server
   * and its processes for cuts together; what they share is counted in each.
   */
  double memoryMib(String name) throws IOException {
    double sum = memoryMib(process.toHandle(), name);
    for (ProcessHandle child : process.children().toList()) {
      sum += memoryMib(child, name);
    }
    return sum;
  }

  private static double memoryMib(ProcessHandle one, String name) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + one.pid() + "/status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  @Override
  public void close() {
    Program.stop(process);
  }
}
