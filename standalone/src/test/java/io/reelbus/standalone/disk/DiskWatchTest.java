package io.reelbus.standalone.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.reelbus.api.DiskSpace;
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
  private static final DiskLimits LIMITS = new DiskLimits(100, 20, 5, Duration.ofDays(30));
  private static final List<Integer> AGES = List.of(1, 29, 31, 40, 50); // days, newest first

  @TempDir private Path folder;
  private final AtomicLong free = new AtomicLong(500);
  private final AtomicLong unfinished = new AtomicLong();
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

  /** Which limits are passed, in the order in which a disk that fills up passes them. */
  private static String passed(DiskSpace now) {
    return (now.isLow() ? "low " : "")
        + (now.isForLiveOnly() ? "liveOnly " : "")
        + (now.isTight() ? "tight " : "")
        + (now.isLast() ? "last " : "");
  }

  private String passedWith(DiskWatch watch, long freeBytes) {
    free.set(freeBytes);
    watch.runOnce();
    return passed(watch.now());
  }

  @Test
  void runOnce_diskFills_warnsThenRefusesBatchThenFilesWaitThenLiveStops() {
    DiskWatch watch = new DiskWatch(LIMITS, free::get, unfinished::get);
    assertThat(passed(watch.now())).isEmpty();
    assertThat(passedWith(watch, 100)).isEmpty();
    assertThat(passedWith(watch, 99)).isEqualTo("low ");
    assertThat(passedWith(watch, 19)).isEqualTo("low liveOnly ");
    assertThat(passedWith(watch, 9)).isEqualTo("low liveOnly tight ");
    assertThat(passedWith(watch, 4)).isEqualTo("low liveOnly tight last ");
    assertThat(passedWith(watch, 5)).isEqualTo("low liveOnly tight ");
    assertThat(passedWith(watch, 500)).isEmpty();
    assertThat(deleted).isEmpty();
  }

  @Test
  void runOnce_filesInTheMaking_whatTheyWillTakeIsNotFree() {
    DiskWatch watch = new DiskWatch(LIMITS, free::get, unfinished::get);
    unfinished.set(490);
    assertThat(passedWith(watch, 500)).isEqualTo("low liveOnly ");
    unfinished.set(496);
    assertThat(passedWith(watch, 500)).isEqualTo("low liveOnly tight last ");
    unfinished.set(0);
    assertThat(passedWith(watch, 500)).isEmpty();
  }

  @Test
  void limits_lastIsNeverPassed_whenItIsZero() {
    DiskLimits limits = new DiskLimits(100, 20, 0, null);
    DiskWatch watch = new DiskWatch(limits, free::get, unfinished::get);
    assertThat(passedWith(watch, 0)).isEqualTo("low liveOnly ");
  }

  @Test
  void limits_lastNotBelowStop_isRefused() {
    assertThatThrownBy(() -> new DiskLimits(100, 20, 20, null))
        .hasMessage("lastBytes: 20 (expected: 0, or less than stopBytes, 20)");
    assertThat(DiskLimits.lastBytes(1 << 20)).isEqualTo(1 << 18);
    assertThat(DiskLimits.lastBytes(DiskLimits.DEFAULTS.stopBytes())).isEqualTo(512L << 20);
  }

  @Test
  void runOnce_low_deletesTheOldestUntilThereIsRoom() {
    DiskWatch watch = new DiskWatch(LIMITS, free::get, unfinished::get);
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
    DiskWatch watch = new DiskWatch(LIMITS, free::get, unfinished::get);
    watch.deleteBy(policy());
    free.set(-1000);
    watch.runOnce();

    assertThat(deleted).containsExactly("r50", "r40", "r31");
    assertThat(watch.now().isForLiveOnly()).isTrue();
  }

  @Test
  void of_folder_looksAtItsDisk() {
    DiskWatch watch = DiskWatch.of(DiskLimits.DEFAULTS, folder, () -> 0);
    assertThat(watch.now().freeBytes()).isPositive();
  }
}
