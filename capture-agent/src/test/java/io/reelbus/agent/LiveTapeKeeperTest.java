package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live tape of ten large frames on a real broker, frame n at offset n. */
class LiveTapeKeeperTest {

  private static final int FRAMES = 10;
  private static final AtomicInteger TOPICS = new AtomicInteger();

  @TempDir static Path dir;
  private static EmbeddedKafka kafka;
  private static Bus bus;

  private final List<TapeEntry> entries = new ArrayList<>();
  private String topic;
  private AgentContext context;
  private TrackTape tape;
  private LiveTapeKeeper keeper;

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

  @BeforeEach
  void write() {
    topic = "reelbus.tape.kept-" + TOPICS.incrementAndGet();
    context = AgentContext.of(AgentSettings.defaults("kept", "host"), bus, SteadyClock.SYSTEM);
    bus.tapes().createDeviceTape(topic, Duration.ofHours(1));
    tape = new TrackTape(bus.tapeWriter(topic, 0), topic, 0, 0);
    keeper = new LiveTapeKeeper(context, tape);
    for (int n = 0; n < FRAMES; n++) {
      TapeFrame frame =
          new TapeFrame(n, n, 1, true, 0, null, List.of(), ByteBuffer.allocate(4 << 20));
      TapeEntry entry = tape.append(frame, n, null);
      keeper.wrote(entry);
      entries.add(entry);
    }
    tape.close();
  }

  private static ChunkId cut(int slice) {
    return new ChunkId("recording", 0, slice);
  }

  private long firstKept() {
    return bus.tapes().startOffset(topic, 0);
  }

  private long positionOf(int frame) {
    return entries.get(frame).position();
  }

  @Test
  void free_nobodyNeedsTheFirstFrames_theyGo() {
    keeper.free(positionOf(6));

    assertThat(firstKept()).isEqualTo(6);
  }

  @Test
  void free_cutWithTheEncoders_itsFramesStayUntilTheChunkIsDurable() {
    context.tracker().caughtUp();
    context.tracker().decided(cut(0), tape, positionOf(2));
    context.tracker().located(cut(0), tape, 2);
    keeper.free(positionOf(6));
    assertThat(firstKept()).isEqualTo(2);

    context.tracker().event(new Encoded(cut(0), 1, 1, "worker", 1));
    keeper.free(positionOf(6));
    assertThat(firstKept()).isEqualTo(6);
  }

  @Test
  void free_cutWhosePlaceIsNotKnownYet_nothingGoes() {
    context.tracker().decided(cut(0), tape, positionOf(8));
    keeper.free(positionOf(6));

    assertThat(firstKept()).isZero();
  }

  @Test
  void free_cutOfAnEarlierLife_itsFramesStay() {
    context.tracker().event(new Encoded(cut(1), 1, 1, "worker", 1)); // faster than our own line
    for (int slice : List.of(0, 1, 2)) {
      List<TapeRange> range = List.of(new TapeRange(topic, 0, 1 + 2 * slice, 3 + 2 * slice));
      context
          .tracker()
          .event(new Captured(cut(slice), new SliceAccount(1, 0, 1, 0, List.of()), range, false));
    }
    context.tracker().event(new Encoded(cut(0), 1, 1, "worker", 1));
    context.tracker().caughtUp();
    keeper.free(positionOf(8));

    assertThat(firstKept()).as("slice 2 begins there").isEqualTo(5);
  }

  @Test
  void free_cutOfAnEarlierLifeWithTwoRanges_framesOfBothStay() {
    List<TapeRange> ranges = List.of(new TapeRange(topic, 0, 2, 3), new TapeRange(topic, 0, 5, 6));
    SliceAccount account = new SliceAccount(2, 0, 2, 0, List.of());
    context.tracker().event(new Captured(cut(0), account, ranges, false));
    context.tracker().caughtUp();
    keeper.free(positionOf(8));

    assertThat(firstKept()).isEqualTo(2);
  }
}
