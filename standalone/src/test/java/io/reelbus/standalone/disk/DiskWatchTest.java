package io.reelbus.standalone.disk;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reelbus.recorder.ReelbusClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskWatchTest {

  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final DiskLimits LIMITS = new DiskLimits(100, 20, Duration.ofDays(30));
  private static final List<Integer> AGES = List.of(1, 29, 31, 40, 50); // days, newest first

  @TempDir private Path folder;
  private final AtomicLong free = new AtomicLong(500);
  private final List<String> deleted = Collections.synchronizedList(new ArrayList<>());
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v1/recordings", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  /** A recording is 40 bytes; what is deleted is free. */
  private void answer(HttpExchange exchange) throws IOException {
    if (exchange.getRequestMethod().equals("DELETE")) {
      deleted.add(exchange.getRequestURI().getPath().replace("/v1/recordings/", ""));
      free.addAndGet(40);
      exchange.sendResponseHeaders(204, -1);
    } else {
      byte[] body =
          AGES.stream()
              .map(DiskWatchTest::recording)
              .collect(Collectors.joining(",", "{\"recordings\":[", "]}"))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  private static String recording(int ageDays) {
    return "{\"id\":\"r%d\",\"name\":\"n\",\"state\":\"stored\",\"startedAtUs\":%d}"
        .formatted(ageDays, NOW.minus(Duration.ofDays(ageDays)).toEpochMilli() * 1000);
  }

  private Retention policy() {
    URI api = URI.create("http://localhost:" + server.getAddress().getPort());
    return new Retention(ReelbusClient.connect(api), Duration.ofDays(30), InstantSource.fixed(NOW));
  }

  @Test
  void runOnce_diskFills_saysSoStepByStep() {
    DiskWatch watch = new DiskWatch(LIMITS, free::get);
    assertThat(watch.now().isLow()).isFalse();
    free.set(99);
    watch.runOnce();
    assertThat(watch.now().isLow()).isTrue();
    assertThat(watch.now().isForLiveOnly()).isFalse();
    free.set(19);
    watch.runOnce();
    assertThat(watch.now().isForLiveOnly()).isTrue();
    free.set(500);
    watch.runOnce();
    assertThat(watch.now().isLow()).isFalse();
    assertThat(deleted).isEmpty();
  }

  @Test
  void runOnce_low_deletesTheOldestUntilThereIsRoom() {
    DiskWatch watch = new DiskWatch(LIMITS, free::get);
    watch.deleteBy(policy());
    watch.runOnce();
    assertThat(deleted).as("there is room").isEmpty();

    free.set(50);
    watch.runOnce();

    assertThat(deleted).containsExactly("r50", "r40");
    assertThat(watch.now().freeBytes()).isEqualTo(130);
  }

  @Test
  void runOnce_stillLow_neverDeletesWhatIsKept() {
    DiskWatch watch = new DiskWatch(LIMITS, free::get);
    watch.deleteBy(policy());
    free.set(-1000);
    watch.runOnce();

    assertThat(deleted).containsExactly("r50", "r40", "r31");
    assertThat(watch.now().isForLiveOnly()).isTrue();
  }

  @Test
  void of_folder_looksAtItsDisk() {
    DiskWatch watch = DiskWatch.of(DiskLimits.DEFAULTS, folder);
    assertThat(watch.now().freeBytes()).isPositive();
  }
}
