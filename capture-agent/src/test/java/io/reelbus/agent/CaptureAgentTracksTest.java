package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.Tail;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.Chunk;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.SourceTracks;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.StreamTrack;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracks that are in several streams, removed and stopped, with two agents on one bus. */
class CaptureAgentTracksTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String ONE = "agent-one";
  private static final String TWO = "agent-two";

  @TempDir static Path dir;
  private static EmbeddedKafka kafka;
  private static Bus bus;
  private static Bus otherBus;
  private static CaptureAgent one;
  private static CaptureAgent two;
  private static TestFarm farm;
  private static Tail tail;
  private static final List<LedgerEvent> LEDGER = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(dir.resolve("kafka"), 0);
    bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    otherBus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    one = new CaptureAgent(AgentSettings.defaults(ONE, "host-one"), bus);
    two = new CaptureAgent(AgentSettings.defaults(TWO, "host-two"), otherBus);
    one.start();
    two.start();
    await().atMost(SOON).until(() -> one.check().up() && two.check().up());
    farm = new TestFarm(bus);
    tail = bus.ledgerTail(LEDGER::add);
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    farm.close();
    tail.close();
    bus.close();
    otherBus.close();
    kafka.close();
  }

  private static StreamSource source(String agentId, String graph) {
    return new StreamSource(agentId, null, new Source(Source.Kind.TEST, graph, Map.of()), null);
  }

  private static StreamSource picture(String agentId) {
    return source(agentId, "testsrc2=size=64x48:rate=20");
  }

  private static StreamSource tone(String agentId) {
    return source(agentId, "sine=frequency=700:sample_rate=48000");
  }

  private static StreamSpec put(StreamSpec spec) {
    bus.streams().put(spec).toCompletableFuture().join();
    return spec;
  }

  /** The picture of one agent's stream and the tone of the other's. */
  private static StreamSpec composed(String id, String pictures, String tones) {
    return new StreamSpec(
        id,
        List.of(picture(ONE), tone(TWO)),
        true,
        List.of(),
        List.of(track(pictures + "/0/0", 0), track(tones + "/0/0", 1)),
        0);
  }

  private static StreamTrack track(String trackId, int source) {
    return new StreamTrack(trackId, source, 0, trackId, true, false);
  }

  private static StreamSpec changed(
      StreamSpec spec, String trackId, UnaryOperator<StreamTrack> change) {
    List<StreamTrack> tracks =
        spec.trackSet().stream()
            .map(t -> t.trackId().equals(trackId) ? change.apply(t) : t)
            .toList();
    return put(spec.with(spec.sources(), tracks, spec.modifications() + 1));
  }

  private static <T extends LedgerEvent> Stream<T> lines(Class<T> type, String subject) {
    return LEDGER.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(e -> e.subjectId().equals(subject));
  }

  private static void awaitOpened(String streamId, int sources) {
    await().atMost(SOON).until(() -> lines(SourceOpened.class, streamId).count() == sources);
  }

  private static RecordingSpec record(StreamSpec stream) {
    RecordingSpec spec =
        new RecordingSpec(
            stream.streamId() + "-rec",
            "rec",
            stream.streamId(),
            stream.trackSet().stream().map(StreamTrack::trackId).toList(),
            "video/webm;codecs=vp8,opus",
            0,
            0,
            500_000,
            Lane.LIVE,
            Desired.RECORDING,
            SteadyClock.SYSTEM.nowUs(),
            0);
    bus.recordings().put(spec).toCompletableFuture().join();
    return spec;
  }

  private static void awaitSlices(RecordingSpec recording, int slices) {
    for (int t = 0; t < recording.trackIds().size(); t++) {
      int track = t;
      await()
          .atMost(SOON)
          .until(() -> farm.chunks(recording.recordingId(), track).size() >= slices);
    }
  }

  private static void awaitComplete(RecordingSpec recording) {
    for (int t = 0; t < recording.trackIds().size(); t++) {
      int track = t;
      await().atMost(SOON).until(() -> farm.isComplete(recording.recordingId(), track));
    }
  }

  @Test
  void composed_streamsOfItsTracksClosed_isRecordedFromBothAgents() {
    StreamSpec pictures = put(new StreamSpec("p1", List.of(picture(ONE)), true));
    StreamSpec tones = put(new StreamSpec("t1", List.of(tone(TWO)), true));
    awaitOpened("p1", 1);
    awaitOpened("t1", 1);

    StreamSpec both = put(composed("both", "p1", "t1"));
    awaitOpened("both", 2);
    put(pictures.closed());
    put(tones.closed());
    await().atMost(SOON).until(() -> lines(SourceEnded.class, "t1").count() == 1);
    RecordingSpec recording = record(both);
    awaitSlices(recording, 3);
    bus.recordings()
        .put(recording.stopped(SteadyClock.SYSTEM.nowUs()))
        .toCompletableFuture()
        .join();
    awaitComplete(recording);
    put(both.closed());
    await().atMost(SOON).until(() -> lines(SourceEnded.class, "both").count() == 2);

    assertThat(lines(SourceOpened.class, "both"))
        .flatExtracting(SourceOpened::tracks)
        .extracting(LiveTrack::trackId)
        .containsExactlyInAnyOrder("p1/0/0", "t1/0/0");
    String tape = lines(SourceOpened.class, "p1").toList().get(0).tracks().get(0).topic();
    assertThat(farm.cut("both-rec", 0, 1).tape().get(0).topic()).isEqualTo(tape); // open once
    assertThat(lines(SourceEnded.class, "t1"))
        .containsExactly(new SourceEnded("t1", 0, List.of("t1/0/0")));
    assertThat(lines(SourceEnded.class, "both"))
        .containsExactlyInAnyOrder(new SourceEnded("both", 0), new SourceEnded("both", 1));
    for (int t = 0; t < 2; t++) {
      for (Chunk chunk : farm.chunks("both-rec", t).values()) {
        assertThat(chunk.account().losses()).isEmpty();
      }
    }
  }

  @Test
  void stop_trackAfterTrack_recordingEndsWithTheLast() {
    put(new StreamSpec("p2", List.of(picture(ONE)), true));
    put(new StreamSpec("t2", List.of(tone(TWO)), true));
    StreamSpec both = put(composed("two-stops", "p2", "t2"));
    awaitOpened("two-stops", 2);
    RecordingSpec recording = record(both);
    awaitSlices(recording, 2);

    StreamSpec half = changed(both, "t2/0/0", StreamTrack::stop);
    await().atMost(SOON).until(() -> farm.isComplete("two-stops-rec", 1));
    int slices = farm.chunks("two-stops-rec", 0).size();
    await().atMost(SOON).until(() -> farm.chunks("two-stops-rec", 0).size() > slices + 1);
    assertThat(farm.isComplete("two-stops-rec", 0)).isFalse();
    changed(half, "p2/0/0", StreamTrack::stop);

    awaitComplete(recording);
    assertThat(lines(SourceEnded.class, "two-stops"))
        .extracting(SourceEnded::sourceIndex)
        .containsExactly(1, 0);
  }

  @Test
  void member_notAnyMore_isSaidAndTheTrackStaysLive() {
    StreamSpec spec = put(new StreamSpec("set", List.of(picture(ONE)), true));
    awaitOpened("set", 1);

    StreamTrack own = StreamTrack.opened("set", 0, 0);
    put(spec.with(spec.sources(), List.of(own.member(false)), 1));
    await().atMost(SOON).until(() -> lines(SourceTracks.class, "set").count() == 1);
    put(spec.with(spec.sources(), List.of(own), 2));
    await().atMost(SOON).until(() -> lines(SourceTracks.class, "set").count() == 2);

    assertThat(lines(SourceTracks.class, "set"))
        .extracting(SourceTracks::removed)
        .containsExactly(List.of("set/0/0"), List.of());
    assertThat(lines(SourceTracks.class, "set"))
        .allSatisfy(line -> assertThat(line.tracks()).hasSize(1));
    assertThat(lines(SourceEnded.class, "set")).isEmpty();
  }

  @Test
  void restart_streamWhoseTracksWereOpenedByAClosedOne_isOpenedAgain() {
    String late = "agent-late";
    StreamSpec gone = new StreamSpec("gone", List.of(picture(late)), true);
    put(gone);
    put(
        new StreamSpec(
            "left",
            List.of(picture(late), picture(late)),
            true,
            List.of(),
            List.of(track("gone/0/0", 0), track("gone/0/1", 1).stop()),
            1));
    put(gone.closed());

    try (CaptureAgent agent =
        new CaptureAgent(AgentSettings.defaults(late, "host-late"), otherBus)) {
      agent.start();
      awaitOpened("left", 1);
      RecordingSpec recording =
          record(
              new StreamSpec("left", List.of(), true, List.of(), List.of(track("gone/0/0", 0)), 0));
      await().atMost(SOON).until(() -> lines(Captured.class, recording.recordingId()).count() > 1);
    }

    assertThat(lines(SourceOpened.class, "gone")).isEmpty();
  }
}
