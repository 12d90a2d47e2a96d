package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.TapeReader;
import io.reelbus.model.Chunk;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TapeRecord;
import io.reelbus.model.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An agent that is killed seconds behind its last cut: the agent that comes back stores all that is
 * on the tapes, and the gap is its absence (I1).
 */
class AgentKilledInASliceTest {

  private static final long SLICE_US = 5_000_000;
  private static final long BEHIND_US = 2_500_000;
  private static final long BEYOND_US = 1_000_000;
  private static final int RATE = 48_000;
  private static final long SAMPLE_US = 21;

  @TempDir static Path dir;
  private static TestCluster cluster;
  private static Bus bus;
  private static TestFarm farm;

  private final List<AutoCloseable> lives = new ArrayList<>();

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(dir.resolve("kafka"));
    bus = cluster.bus();
    farm = cluster.farm();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  @AfterEach
  void end() throws Exception {
    for (AutoCloseable life : lives) {
      life.close();
    }
  }

  /** An agent that is killed by taking its bus away: nothing it does from then on arrives. */
  private final class Life {
    private final Bus own = cluster.connect();
    private final CaptureAgent agent;

    Life(String id) {
      agent = new CaptureAgent(AgentSettings.defaults(id, "host").withDevices(false, false), own);
      lives.add(agent);
      lives.add(own);
      agent.start();
      await().atMost(TestCluster.SOON).until(() -> agent.check().up());
    }

    void kill() {
      own.close();
    }
  }

  private static long nowUs() {
    return SteadyClock.SYSTEM.nowUs();
  }

  private static StreamSource source(String agentId, String graph) {
    return new StreamSource(agentId, null, new Source(Source.Kind.TEST, graph, Map.of()), Wire.RAW);
  }

  private static RecordingSpec record(String id) {
    List<StreamSource> sources =
        List.of(source(id, "testsrc2=size=64x48:rate=10"), source(id, "sine=sample_rate=" + RATE));
    cluster.put(new StreamSpec(id, sources, true));
    cluster.awaitOpened(id, 2);
    RecordingSpec spec =
        new RecordingSpec(
            id,
            id,
            id,
            List.of(id + "/0/0", id + "/1/0"),
            "video/webm;codecs=vp8,opus",
            0,
            0,
            SLICE_US,
            Lane.LIVE,
            RecordingSpec.Desired.RECORDING,
            nowUs(),
            0);
    cluster.put(spec);
    return spec;
  }

  private static String topic(String id, int source) {
    return cluster.opened(id).stream()
        .filter(t -> t.trackId().equals(id + "/" + source + "/0"))
        .findFirst()
        .orElseThrow()
        .topic();
  }

  private static long captured(String id, int track) {
    return cluster.lines(Captured.class, id).filter(e -> e.id().track() == track).count();
  }

  /** What is on a track's tape since the recording began. */
  private static List<TapeRecord> onTape(RecordingSpec spec, int track) {
    String topic = topic(spec.recordingId(), track);
    long end = bus.tapes().endOffset(topic, 0);
    List<TapeRecord> found = new ArrayList<>();
    try (TapeReader reader = bus.tapeReader()) {
      reader.open(new TapeRange(topic, 0, bus.tapes().startOffset(topic, 0), end));
      for (TapeRecord one = reader.find(); one != null; one = reader.find()) {
        if (sinceStartUs(spec, track, one) >= 0) {
          found.add(one);
        }
      }
    }
    return found;
  }

  private static long sinceStartUs(RecordingSpec spec, int track, TapeRecord record) {
    long at = record.frame().timestamp();
    long atUs = track == 0 ? at : (at / RATE) * 1_000_000 + (at % RATE) * 1_000_000 / RATE;
    return atUs - spec.startedAtUs();
  }

  private static void awaitSomeBehindTheLastCut(RecordingSpec spec, Life life) {
    String id = spec.recordingId();
    await().atMost(TestCluster.SOON).until(() -> captured(id, 0) > 0 && captured(id, 1) > 0);
    long untilUs = nowUs() + BEHIND_US;
    await().atMost(TestCluster.SOON).until(() -> nowUs() >= untilUs);
    assertThat(life.agent.check().up()).isTrue();
  }

  private static void finish(RecordingSpec spec) {
    String id = spec.recordingId();
    long slices = Math.max(captured(id, 0), captured(id, 1));
    await()
        .atMost(TestCluster.SOON)
        .until(() -> captured(id, 0) > slices && captured(id, 1) > slices);
    cluster.put(spec.stopped(nowUs()));
    await().atMost(TestCluster.SOON).until(() -> farm.isComplete(id, 0) && farm.isComplete(id, 1));
  }

  private static List<Loss> absences(String id, int track) {
    return farm.firstChunks(id, track).values().stream()
        .flatMap(chunk -> chunk.account().losses().stream())
        .filter(loss -> loss.cause() == LossCause.AGENT_DOWN)
        .toList();
  }

  /** Every picture of a tape is in a chunk, at its time. */
  private static void arePicturesStored(RecordingSpec spec, List<TapeRecord> tape) {
    List<Long> stored =
        farm.firstChunks(spec.recordingId(), 0).values().stream()
            .map(Chunk::packets)
            .flatMap(List::stream)
            .map(packet -> packet.timestamp())
            .toList();
    assertThat(stored).isSorted().doesNotHaveDuplicates();
    assertThat(stored).containsAll(tape.stream().map(r -> sinceStartUs(spec, 0, r)).toList());
  }

  private static long samples(RecordingSpec spec, int slices) {
    return farm.firstChunks(spec.recordingId(), 1).headMap(slices).values().stream()
        .mapToLong(Chunk::units)
        .sum();
  }

  private static void isNoLongerThan(Loss gap, long awayUs) {
    assertThat(gap.toUs() - gap.fromUs()).isBetween(0L, awayUs + BEYOND_US);
  }

  @Test
  void killed_secondsBehindTheLastCut_allOnTheTapeIsStoredAndTheGapIsTheAbsence() {
    Life first = new Life("within");
    RecordingSpec spec = record("within");
    awaitSomeBehindTheLastCut(spec, first);
    long killedAtUs = nowUs();
    first.kill();
    List<TapeRecord> pictures = onTape(spec, 0);
    List<TapeRecord> sound = onTape(spec, 1);
    new Life("within");
    long awayUs = nowUs() - killedAtUs;
    finish(spec);

    arePicturesStored(spec, pictures);
    for (int track = 0; track < 2; track++) {
      List<TapeRecord> tape = track == 0 ? pictures : sound;
      long endUs = sinceStartUs(spec, track, tape.get(tape.size() - 1));
      assertThat(absences("within", track))
          .singleElement()
          .satisfies(
              gap -> {
                assertThat(gap.fromUs()).isBetween(endUs, endUs + 150_000); // that frame's end
                isNoLongerThan(gap, awayUs);
              });
    }
    long onTape = sound.stream().mapToLong(r -> r.frame().sampleCount()).sum();
    assertThat(samples(spec, Integer.MAX_VALUE)).isGreaterThanOrEqualTo(onTape);
  }

  @Test
  void killed_againWhileItCatchesUp_bothAbsencesAreNamedAndAllOnTheTapeIsStored() {
    Life first = new Life("twice");
    RecordingSpec spec = record("twice");
    awaitSomeBehindTheLastCut(spec, first);
    first.kill();
    int before = onTape(spec, 0).size();
    Life second = new Life("twice");
    await().atMost(TestCluster.SOON).until(() -> onTape(spec, 0).size() > before);
    second.kill();
    List<TapeRecord> pictures = onTape(spec, 0);
    new Life("twice");
    finish(spec);

    arePicturesStored(spec, pictures);
    for (int track = 0; track < 2; track++) {
      assertThat(absences("twice", track)).hasSizeBetween(1, 2); // sound may not have come between
    }
    assertThat(absences("twice", 0)).hasSize(2);
    assertThat(farm.chunks("twice", 0)).hasSameSizeAs(farm.firstChunks("twice", 0));
  }

  @Test
  void killed_andTheRecordingIsStoppedMeanwhile_allOnTheTapeIsStored() {
    Life first = new Life("stopped");
    RecordingSpec spec = record("stopped");
    awaitSomeBehindTheLastCut(spec, first);
    first.kill();
    List<TapeRecord> pictures = onTape(spec, 0);
    long killedAtUs = nowUs();
    await().atMost(TestCluster.SOON).until(() -> nowUs() - killedAtUs >= BEYOND_US);
    RecordingSpec stopped = spec.stopped(nowUs());
    cluster.put(stopped);
    new Life("stopped");
    await()
        .atMost(TestCluster.SOON)
        .until(() -> farm.isComplete("stopped", 0) && farm.isComplete("stopped", 1));

    arePicturesStored(spec, pictures);
    for (int track = 0; track < 2; track++) {
      assertThat(absences("stopped", track))
          .singleElement()
          .satisfies(
              gap ->
                  assertThat(gap.toUs())
                      .isBetween(
                          stopped.stoppedAtUs() - spec.startedAtUs() - SAMPLE_US,
                          stopped.stoppedAtUs() - spec.startedAtUs() + SAMPLE_US));
    }
  }
}
