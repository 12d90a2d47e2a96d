package io.reelbus.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.LossCause;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The network between the agent and the bus, in the middle of a live recording of 320x180 raw
 * pictures (2 MB/s) and sound (0.2 MB/s).
 */
@Tag("together")
class BusAwayIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final long AWAY_SECONDS = 12; // longer than a producer waits for room: 10 s

  @TempDir Path folder;
  private Machine machine;

  private void start(long spoolBytes) throws IOException {
    machine = new Machine(folder);
    machine.set("REELBUS_SPOOL_MEMORY_BYTES", spoolBytes);
    machine.start();
  }

  @AfterEach
  void end() throws IOException {
    machine.close();
  }

  private void awaySilently(LiveLoad live) {
    record(live, 3);
    machine.busLink().silent(true);
    record(live, AWAY_SECONDS);
    machine.busLink().silent(false);
    record(live, 3);
  }

  /** As time passes. */
  private static void record(LiveLoad live, long seconds) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    await().atMost(SOON).until(() -> live.isRecording() && System.nanoTime() > until);
  }

  private static List<LiveAccount.Gap> lost(LiveAccount account) {
    return account.gaps().stream()
        .filter(gap -> gap.loss().cause() != LossCause.DEVICE_STALLED) // too slow a machine for it
        .toList();
  }

  private void sayWhatBecameOf(LiveAccount account) {
    System.err.println(account.gaps() + " " + account.manifest().tracks());
  }

  @Test
  void bus_silentAndItFits_nothingIsLost() throws IOException {
    start(64 << 20);
    LiveLoad live = LiveLoad.start(machine.api());
    awaySilently(live);
    LiveAccount account = live.stop();
    sayWhatBecameOf(account);

    assertThat(lost(account)).isEmpty();
    assertThat(account.silentTracks()).isEmpty();
  }

  @Test
  void bus_unreachableAndItDoesNotFit_whatIsDroppedIsNamedToTheFrame() throws IOException {
    start(1 << 20);
    LiveLoad live = LiveLoad.start(machine.api());
    record(live, 3);
    machine.busLink().down(true);
    record(live, 40); // the producer holds 30 s of it
    machine.busLink().down(false);
    record(live, 3);
    LiveAccount account = live.stop();
    sayWhatBecameOf(account);

    assertThat(lost(account))
        .isNotEmpty()
        .allMatch(gap -> gap.loss().cause() == LossCause.AGENT_BUFFER_FULL);
    assertThat(account.silentTracks()).isEmpty();
    assertThat(account.manifest().tracks())
        .allMatch(track -> track.captured() == track.stored() + track.lost());
  }
}
