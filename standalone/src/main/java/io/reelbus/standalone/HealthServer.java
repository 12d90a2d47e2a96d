package io.reelbus.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/health} of a process that has no API of its own, for container health checks: 200
 * when all its roles are up, 503 otherwise. Also how many native objects (devices, codecs, files
 * being written) are open in it, not in its processes for cuts. One thread of its own.
 */
public final class HealthServer implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable HttpServer server;
  private final @Nullable ExecutorService thread;

  private HealthServer(@Nullable HttpServer server, @Nullable ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  /** One that does not listen. */
  public static HealthServer none() {
    return new HealthServer(null, null);
  }

  /**
   * Listens.
   *
   * @throws UsageException when the port cannot be used
   */
  public static HealthServer start(String host, int port, Cluster cluster) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(host, port), 16);
      ExecutorService thread =
          Executors.newSingleThreadExecutor(
              task -> {
                Thread made = new Thread(task, "reelbus-health");
                made.setDaemon(true);
                return made;
              });
      server.setExecutor(thread);
      server.createContext("/v1/health", exchange -> answer(exchange, cluster));
      server.start();
      return new HealthServer(server, thread);
    } catch (IOException e) {
      throw new UsageException("--health-port: " + port + " (expected: a free port; " + e + ")", e);
    }
  }

  private static void answer(HttpExchange exchange, Cluster cluster) throws IOException {
    List<RoleHealth> roles = cluster.check();
    boolean up = roles.stream().allMatch(RoleHealth::up);
    byte[] body =
        JSON.writeValueAsBytes(
            Map.of(
                "status",
                up ? "up" : "down",
                "nativeHandles",
                cluster.nativeHandles(),
                "checks",
                roles.stream()
                    .map(
                        r ->
                            Map.of(
                                "name", r.role().word(),
                                "status", r.up() ? "up" : "down",
                                "message", r.detail()))
                    .toList()));
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(up ? 200 : 503, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Where it listens. */
  public Optional<URI> url() {
    if (server == null) {
      return Optional.empty();
    }
    InetSocketAddress at = server.getAddress();
    return Optional.of(
        URI.create("http://" + at.getHostString() + ":" + at.getPort() + "/v1/health"));
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop(0);
    }
    if (thread != null) {
      thread.shutdownNow();
    }
  }
}
