package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.ChunkId;
import io.reelbus.model.TapeFrame;
import java.nio.ByteBuffer;
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

  private static final int FRAME_BYTES = 1000;

  private final AtomicBoolean tight = new AtomicBoolean(true);
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
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
    return waiting(new TapeKeeper(context, List.of(), tape -> 0, false, true));
  }

  private CompletableFuture<Void> waiting(TapeKeeper keeper) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            keeper.awaitRoom(
                () -> {
                  asked.incrementAndGet();
                  return cancelled.get();
                });
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

  /** No more than two slices, or two frames if that is more. */
  private static AgentContext littleInFlight() {
    AgentSettings usual = AgentSettings.defaults("behind", "host");
    AgentSettings settings =
        new AgentSettings(
            usual.agentId(),
            usual.host(),
            null,
            false,
            false,
            2,
            2 * FRAME_BYTES,
            2 * FRAME_BYTES,
            usual.tapeRetention(),
            usual.openDeadline(),
            usual.readDeadline());
    return AgentContext.of(settings, bus, SteadyClock.SYSTEM);
  }

  private static ChunkId slice(int number) {
    return new ChunkId("recording", 0, number);
  }

  @Test
  void awaitRoom_encodersBehind_waitsUntilTheyHaveFewerSlicesThanTheyMay() {
    AgentContext context = littleInFlight();
    String topic = bus.tapes().pool("behind");
    try (TrackTape tape = new TrackTape(bus.tapeWriter(topic, 0), topic, 0, 0)) {
      for (int n = 0; n < 3; n++) {
        ByteBuffer payload = ByteBuffer.allocate(FRAME_BYTES);
        tape.append(new TapeFrame(n, n, 1, true, 0, null, List.of(), payload), n, null);
        context.tracker().decided(slice(n), tape, (long) n * FRAME_BYTES);
      }
      TapeKeeper keeper = new TapeKeeper(context, List.of(tape), TrackTape::position, false, true);

      CompletableFuture<Void> reading = waiting(keeper);
      await().until(() -> asked.get() > 3);
      assertThat(reading).as("three slices, three frames").isNotDone();
      context.tracker().done(slice(0));
      asked.set(0);
      await().until(() -> asked.get() > 3);
      assertThat(reading).as("two slices, two frames").isNotDone();
      context.tracker().done(slice(1));
      await().until(reading::isDone);
      assertThat(reading).isCompleted();
    }
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
