package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a file is read on. */
class TapeKeeperTest {

  @TempDir static Path dir;
  private static EmbeddedKafka kafka;
  private static Bus bus;

  private final AtomicBoolean tight = new AtomicBoolean(true);
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicBoolean cancelled = new AtomicBoolean();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(dir, 0);
    bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    bus.close();
    kafka.close();
  }

  private CompletableFuture<Void> waiting() {
    AgentContext context =
        AgentContext.of(AgentSettings.defaults("tight", "host"), bus, SteadyClock.SYSTEM)
            .with(
                () -> {
                  looks.incrementAndGet();
                  return tight.get();
                });
    TapeKeeper keeper = new TapeKeeper(context, List.of(), tape -> 0, false, true);
    return CompletableFuture.runAsync(
        () -> {
          try {
            keeper.awaitRoom(cancelled::get);
          } catch (InterruptedException e) {
            throw new CompletionException(e);
          }
        });
  }

  @Test
  void awaitRoom_diskTight_waitsUntilThereIsRoom() {
    CompletableFuture<Void> reading = waiting();
    await().until(() -> looks.get() > 2);
    assertThat(reading).isNotDone();
    tight.set(false);
    await().until(reading::isDone);
    assertThat(reading).isCompleted();
  }

  @Test
  void awaitRoom_stoppedWhileItWaits_returns() {
    CompletableFuture<Void> reading = waiting();
    await().until(() -> looks.get() > 0);
    cancelled.set(true);
    await().until(reading::isDone);
    assertThat(reading).isCompleted();
  }
}
