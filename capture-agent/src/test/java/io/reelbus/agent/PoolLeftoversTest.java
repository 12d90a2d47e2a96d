package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool in which an earlier life of the agent left a frame in the partitions 0 and 1. */
class PoolLeftoversTest {

  private static final ChunkId CUT = new ChunkId("recording", 0, 0);

  @TempDir private Path dir;
  private EmbeddedKafka kafka;
  private Bus bus;
  private String topic;
  private CutTracker tracker;
  private PoolPartitions pool;
  private PoolLeftovers leftovers;
  private long nanos;

  @BeforeEach
  void start() {
    kafka = EmbeddedKafka.start(dir, 0);
    bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    topic = bus.tapes().pool("left");
    write(0);
    write(1);
    tracker = new CutTracker();
    int partitions = bus.tapes().partitions(topic);
    pool = new PoolPartitions(partitions, p -> tracker.isUsed(topic, p));
    leftovers = new PoolLeftovers(bus.tapes(), pool, topic, partitions, Runnable::run, () -> nanos);
  }

  private void write(int partition) {
    try (TrackTape tape = new TrackTape(bus.tapeWriter(topic, partition), topic, partition, 0)) {
      ByteBuffer data = ByteBuffer.allocate(1);
      tape.append(new TapeFrame(0, 0, 1, true, 0, null, List.of(), data), 0, null);
    }
  }

  @AfterEach
  void stop() {
    bus.close();
    kafka.close();
  }

  private boolean isEmpty(int partition) {
    return bus.tapes().startOffset(topic, partition) == bus.tapes().endOffset(topic, partition);
  }

  @Test
  void tick_nobodyNeedsThem_theyAreEmptied() {
    tracker.caughtUp();
    leftovers.tick();

    assertThat(isEmpty(0)).isTrue();
    assertThat(isEmpty(1)).isTrue();
  }

  @Test
  void tick_framesCameBackWithTheBroker_theyAreEmptiedAtTheNextLook() {
    tracker.caughtUp();
    leftovers.tick();
    write(0); // as a broker that was killed does

    nanos += PoolLeftovers.AGAIN_NANOS - 1;
    leftovers.tick();
    assertThat(isEmpty(0)).isFalse();

    nanos++;
    leftovers.tick();
    assertThat(isEmpty(0)).isTrue();
  }

  private void inheritCutInPartition0() {
    tracker.event(
        new Captured(
            CUT,
            new SliceAccount(1, 0, 1, 0, List.of()),
            List.of(new TapeRange(topic, 0, 0, 1)),
            false));
    tracker.caughtUp();
  }

  @Test
  void tick_cutIsEmittedAgainElsewhere_goesWhenTheRecordingIsOver() {
    inheritCutInPartition0();
    try (TrackTape again = new TrackTape(bus.tapeWriter(topic, 2), topic, 2, 0)) {
      tracker.decided(CUT, again, 0);
    }
    tracker.event(new Encoded(CUT, 1, 1, "worker", 1)); // one of both, who knows which
    leftovers.tick();
    assertThat(isEmpty(0)).isFalse();

    tracker.event(new Failed(CUT.recordingId(), "AbortError", "enough"));
    leftovers.tick();
    assertThat(isEmpty(0)).isTrue();
  }

  @Test
  void tick_cutOfAnEarlierLife_staysAndIsNotLentUntilItsChunkIsDurable()
      throws InterruptedException {
    inheritCutInPartition0();
    leftovers.tick();
    assertThat(isEmpty(0)).isFalse();
    assertThat(isEmpty(1)).isTrue();
    assertThat(pool.acquire(2, () -> false)).doesNotContain(0);

    tracker.event(new Encoded(CUT, 1, 1, "worker", 1));
    leftovers.tick();
    assertThat(isEmpty(0)).isTrue();
  }
}
