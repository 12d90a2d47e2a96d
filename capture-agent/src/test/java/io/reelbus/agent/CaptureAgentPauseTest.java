package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.Tail;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.Chunk;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pauses and data requests through the whole agent, a real broker and an encoder lane. */
class CaptureAgentPauseTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String AGENT = "pausing-agent";
  private static final long LEAD_US = 100_000;
  private static final long LONG_SLICE_US = 60_000_000;

  @TempDir static Path dir;
  private static EmbeddedKafka kafka;
  private static Bus bus;
  private static CaptureAgent agent;
  private static TestFarm farm;
  private static Tail tail;
  private static final List<LedgerEvent> LEDGER = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(dir.resolve("kafka"), 0);
    bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    agent = new CaptureAgent(TestCluster.tight(AGENT), bus);
    agent.start();
    await().atMost(SOON).until(() -> agent.check().up());
    farm = new TestFarm(bus);
    tail = bus.ledgerTail(LEDGER::add);
  }

  @AfterAll
  static void stop() {
    agent.close();
    farm.close();
    tail.close();
    bus.close();
    kafka.close();
  }

  private static void open(String id, String agentId, Source... sources) {
    List<StreamSource> all =
        Arrays.stream(sources).map(s -> new StreamSource(agentId, null, s, Wire.RAW)).toList();
    bus.streams().put(new StreamSpec(id, all, true)).toCompletableFuture().join();
    await()
        .atMost(SOON)
        .until(
            () ->
                LEDGER.stream()
                        .filter(e -> e instanceof SourceOpened && e.subjectId().equals(id))
                        .count()
                    == sources.length);
  }

  private static Source lavfi(String graph) {
    return new Source(Source.Kind.TEST, graph, Map.of());
  }

  private static RecordingSpec start(String streamId, Lane lane, long timesliceUs, int tracks) {
    List<String> trackIds = new ArrayList<>();
    for (int i = 0; i < tracks; i++) {
      trackIds.add(streamId + "/" + i + "/0");
    }
    return put(
        new RecordingSpec(
            streamId + "-rec",
            streamId,
            streamId,
            trackIds,
            "video/webm;codecs=vp8,opus",
            0,
            0,
            timesliceUs,
            lane,
            Desired.RECORDING,
            nowUs(),
            0));
  }

  private static RecordingSpec put(RecordingSpec spec) {
    bus.recordings().put(spec).toCompletableFuture().join();
    return spec;
  }

  private static long nowUs() {
    return SteadyClock.SYSTEM.nowUs();
  }

  private static void awaitWall(long us) {
    await().atMost(SOON).until(() -> nowUs() >= us);
  }

  private static void awaitSlices(String recordingId, int track, int slices) {
    await().atMost(SOON).until(() -> farm.chunks(recordingId, track).size() >= slices);
  }

  private static void awaitComplete(String recordingId, int tracks) {
    for (int t = 0; t < tracks; t++) {
      int track = t;
      await().atMost(SOON).until(() -> farm.isComplete(recordingId, track));
    }
  }

  private static List<Loss> losses(String recordingId, int track) {
    return farm.chunks(recordingId, track).values().stream()
        .flatMap(c -> c.account().losses().stream())
        .toList();
  }

  private static List<Long> times(String recordingId, int track) {
    return farm.chunks(recordingId, track).values().stream()
        .flatMap(c -> c.packets().stream())
        .map(EncodedPacket::timestamp)
        .toList();
  }

  @Test
  void live_pauseResumeRequestStop_sameSlicesOfBothTracksAndContinuousTime() {
    open(
        "live",
        AGENT,
        lavfi("testsrc2=size=64x48:rate=30"),
        lavfi("sine=frequency=997:sample_rate=48000"));
    RecordingSpec spec = start("live", Lane.LIVE, LONG_SLICE_US, 2);
    awaitWall(spec.startedAtUs() + 1_000_000);
    spec = put(spec.dataRequested(nowUs() + LEAD_US));
    awaitSlices("live-rec", 0, 1);
    spec = put(spec.paused(nowUs() + LEAD_US));
    awaitSlices("live-rec", 0, 2);
    awaitSlices("live-rec", 1, 2);
    spec = put(spec.dataRequested(nowUs() + LEAD_US));
    awaitSlices("live-rec", 0, 3);
    awaitSlices("live-rec", 1, 3);
    spec = put(spec.resumed(nowUs() + LEAD_US));
    awaitWall(spec.lastCommandAtUs() + 700_000);
    spec = put(spec.stopped(nowUs() + LEAD_US));
    awaitComplete("live-rec", 2);

    RecordingSpec.Pause pause = spec.pauses().get(0);
    long pausedUs = pause.resumedAtUs() - pause.pausedAtUs();
    long recordedUs = spec.stoppedAtUs() - spec.startedAtUs() - pausedUs;
    long requestUs = spec.dataRequestsAtUs().get(0) - spec.startedAtUs();
    long pauseUs = pause.pausedAtUs() - spec.startedAtUs();

    assertThat(farm.chunks("live-rec", 0)).hasSize(4);
    assertThat(farm.chunks("live-rec", 1)).hasSize(4);
    List<Long> pictures = times("live-rec", 0);
    assertThat(pictures).isSorted().doesNotHaveDuplicates();
    assertThat(pictures.get(pictures.size() - 1)).isBetween(recordedUs - 70_000, recordedUs);
    assertThat(farm.chunks("live-rec", 0).get(1).packets())
        .allSatisfy(p -> assertThat(p.timestamp()).isBetween(requestUs, pauseUs));
    assertThat(farm.chunks("live-rec", 0).get(2).packets()).isEmpty();
    assertThat(farm.chunks("live-rec", 0).get(3).packets().get(0).timestamp())
        .isBetween(pauseUs, pauseUs + 40_000);
    List<Long> sound = times("live-rec", 1); // 48 ticks a millisecond, 20 ms a packet
    for (int i = 1; i < sound.size(); i++) {
      assertThat(sound.get(i) - sound.get(i - 1)).isEqualTo(960);
    }
    assertThat(sound.get(sound.size() - 1) / 48 * 1000)
        .isBetween(recordedUs - 60_000, recordedUs + 40_000);
    for (int track = 0; track < 2; track++) {
      assertThat(losses("live-rec", track))
          .singleElement()
          .satisfies(
              l -> {
                assertThat(l.cause()).isEqualTo(LossCause.PAUSED);
                assertThat(l.count()).isZero();
                assertThat(l.fromUs()).isBetween(pauseUs - 30, pauseUs + 30);
              });
    }
  }

  @Test
  void live_stoppedWhilePaused_endsAtThePause() {
    open("held", AGENT, lavfi("testsrc2=size=64x48:rate=30"), lavfi("sine=sample_rate=48000"));
    RecordingSpec spec = start("held", Lane.LIVE, LONG_SLICE_US, 2);
    awaitWall(spec.startedAtUs() + 500_000);
    spec = put(spec.paused(nowUs() + LEAD_US));
    awaitSlices("held-rec", 0, 1);
    put(spec.stopped(nowUs() + LEAD_US));

    awaitComplete("held-rec", 2);

    long pauseUs = spec.pauses().get(0).pausedAtUs() - spec.startedAtUs();
    assertThat(farm.chunks("held-rec", 0)).hasSize(2);
    assertThat(times("held-rec", 0)).allSatisfy(t -> assertThat(t).isLessThan(pauseUs));
    List<Long> sound = times("held-rec", 1);
    assertThat(sound.get(sound.size() - 1) / 48 * 1000).isLessThan(pauseUs);
    long samples = farm.chunks("held-rec", 1).values().stream().mapToLong(Chunk::units).sum();
    assertThat(samples * 1000 / 48).isBetween(pauseUs - 60_000, pauseUs + 1000);
  }

  @Test
  void live_agentThatComesLate_cutsByTheSpecificationAlone() {
    String late = "late-pausing-agent";
    StreamSource there =
        new StreamSource(late, null, lavfi("testsrc2=size=64x48:rate=30"), Wire.RAW);
    StreamSource here =
        new StreamSource(AGENT, null, lavfi("testsrc2=size=64x48:rate=30"), Wire.RAW);
    bus.streams()
        .put(new StreamSpec("both", List.of(here, there), true))
        .toCompletableFuture()
        .join();
    await()
        .atMost(SOON)
        .until(
            () ->
                LEDGER.stream()
                    .anyMatch(e -> e instanceof SourceOpened && e.subjectId().equals("both")));
    RecordingSpec spec = start("both", Lane.LIVE, 500_000, 2);
    awaitWall(spec.startedAtUs() + 700_000);
    spec = put(spec.paused(nowUs() + LEAD_US));
    awaitWall(spec.lastCommandAtUs() + 300_000);
    spec = put(spec.dataRequested(nowUs() + LEAD_US));
    spec = put(spec.resumed(spec.lastCommandAtUs() + 200_000));

    try (CaptureAgent other = new CaptureAgent(TestCluster.tight(late), bus)) {
      other.start();
      awaitWall(spec.lastCommandAtUs() + 300_000);
      await()
          .atMost(SOON)
          .until(
              () ->
                  LEDGER.stream()
                          .filter(e -> e instanceof SourceOpened && e.subjectId().equals("both"))
                          .count()
                      == 2);
      awaitSlices("both-rec", 1, 6);
      spec = put(spec.stopped(nowUs() + LEAD_US));
      awaitComplete("both-rec", 2);
    }

    SliceSchedule schedule = SliceSchedule.of(spec);
    for (int track = 0; track < 2; track++) {
      for (Chunk chunk : farm.chunks("both-rec", track).values()) {
        int slice = chunk.id().slice();
        assertThat(chunk.packets())
            .allSatisfy(
                p ->
                    assertThat(p.timestamp())
                        .isGreaterThanOrEqualTo(schedule.borderUs(slice))
                        .isLessThan(schedule.borderUs(slice + 1L)));
      }
    }
    assertThat(times("both-rec", 1)).isNotEmpty();
  }

  @Test
  void live_agentDiesWhilePaused_theNextOneGoesOnBehindTheGap() {
    String id = "dying-agent";
    Bus cutOff = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    CaptureAgent dying = new CaptureAgent(TestCluster.tight(id), cutOff);
    try {
      dying.start();
      open("dying", id, lavfi("testsrc2=size=64x48:rate=30"), lavfi("sine=sample_rate=48000"));
      RecordingSpec spec = start("dying", Lane.LIVE, 500_000, 2);
      awaitSlices("dying-rec", 0, 2);
      awaitSlices("dying-rec", 1, 2);
      spec = put(spec.paused(nowUs() + LEAD_US));
      awaitWall(spec.lastCommandAtUs() + 300_000);
      cutOff.close(); // nothing it does from here on arrives: as good as dead
      spec = put(spec.resumed(nowUs()));
      try (CaptureAgent next = new CaptureAgent(TestCluster.tight(id), bus)) {
        next.start();
        int before = farm.chunks("dying-rec", 0).size();
        awaitSlices("dying-rec", 0, before + 3);
        spec = put(spec.stopped(nowUs() + LEAD_US));
        awaitComplete("dying-rec", 2);
      }

      RecordingSpec.Pause pause = spec.pauses().get(0);
      long recordedUs =
          spec.stoppedAtUs() - spec.startedAtUs() - pause.resumedAtUs() + pause.pausedAtUs();
      for (int track = 0; track < 2; track++) {
        assertThat(times("dying-rec", track)).isSorted().doesNotHaveDuplicates();
        assertThat(losses("dying-rec", track))
            .filteredOn(l -> l.cause() == LossCause.AGENT_DOWN)
            .hasSize(1);
      }
      List<Long> pictures = times("dying-rec", 0);
      List<Long> sound = times("dying-rec", 1);
      assertThat(pictures.get(pictures.size() - 1)).isBetween(recordedUs - 70_000, recordedUs);
      assertThat(sound.get(sound.size() - 1) / 48 * 1000)
          .isBetween(recordedUs - 60_000, recordedUs + 40_000);
    } finally {
      dying.close();
    }
  }

  @Test
  void file_paused_isNotReadAndNotCut() throws Exception {
    Path path = TestFiles.y4m(dir.resolve("paused.y4m"), 64, 48, 600);
    open("file", AGENT, new Source(Source.Kind.FILE, path.toString(), Map.of()));
    RecordingSpec spec = start("file", Lane.BATCH, 200_000, 1);
    await().atMost(SOON).until(() -> captured("file-rec") > 0);
    spec = put(spec.paused(nowUs()));
    long[] settled = {-1, 0};
    await() // what was on its way when the agent heard of it is over when nothing comes for a while
        .atMost(SOON)
        .until(
            () -> {
              settled[1] = settled[0] == captured("file-rec") ? settled[1] + 1 : 0;
              settled[0] = captured("file-rec");
              return settled[1] > 5;
            });
    assertThat(farm.isComplete("file-rec", 0)).isFalse();
    put(spec.resumed(nowUs()));

    awaitComplete("file-rec", 1);

    assertThat(farm.chunks("file-rec", 0).values().stream().mapToLong(Chunk::units).sum())
        .isEqualTo(600);
    assertThat(farm.chunks("file-rec", 0)).hasSize(100);
    assertThat(losses("file-rec", 0)).isEmpty();
  }

  private static long captured(String recordingId) {
    return LEDGER.stream()
        .filter(e -> e instanceof Captured && e.subjectId().equals(recordingId))
        .count();
  }
}
