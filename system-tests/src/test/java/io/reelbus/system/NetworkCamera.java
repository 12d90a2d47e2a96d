package io.reelbus.system;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A camera on the network that gives H.264 at its own pace, made by the system's FFmpeg. It can
 * hang for a while, and be switched off.
 */
final class NetworkCamera implements AutoCloseable {

  private static final List<String> FFMPEG =
      List.of(
          "ffmpeg",
          "-nostdin",
          "-v",
          "error",
          "-re",
          "-f",
          "lavfi",
          "-i",
          "testsrc2=size=320x240:rate=25",
          "-c:v",
          "libx264",
          "-preset",
          "ultrafast",
          "-tune",
          "zerolatency",
          "-g",
          "10",
          "-threads",
          "1",
          "-pix_fmt",
          "yuv420p",
          "-f",
          "mpegts",
          "-flush_packets",
          "1",
          "-");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();
  private boolean hangs;

  NetworkCamera() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/camera.ts", this::show);
    server.setExecutor(threads);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/camera.ts";
  }

  private void show(HttpExchange exchange) throws IOException {
    Process process =
        new ProcessBuilder(new ArrayList<>(FFMPEG))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(process);
    exchange.sendResponseHeaders(200, 0);
    byte[] buffer = new byte[8192];
    try (exchange;
        InputStream in = process.getInputStream();
        OutputStream out = exchange.getResponseBody()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitGoing();
        out.write(buffer, 0, n);
        out.flush();
      }
    } finally {
      process.destroy();
    }
  }

  /** While true, nothing comes, and no connection breaks. */
  synchronized void hang(boolean isHanging) {
    hangs = isHanging;
    notifyAll();
  }

  private synchronized void awaitGoing() throws InterruptedIOException {
    try {
      while (hangs) {
        wait();
      }
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
  }

  /** Switches it off: connections end. */
  void off() {
    hang(false);
    processes.forEach(Process::destroy);
    server.stop(0);
  }

  @Override
  public void close() {
    off();
    threads.shutdownNow();
    try {
      for (Process process : processes) {
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
