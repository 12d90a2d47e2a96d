package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.Tail;
import io.reelbus.bus.Topics;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.TimeBase;
import io.reelbus.model.Wire;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent against a real broker and real media, with one encoder lane behind it. */
class CaptureAgentTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String AGENT = "test-agent";

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
    agent = new CaptureAgent(settings(AGENT), bus);
    agent.start();
    await().atMost(SOON).until(() -> agent.check().up());
    farm = new TestFarm(bus);
    tail = bus.ledgerTail(LEDGER::add);
  }

  private static AgentSettings settings(String id) {
    // Bounds so small that reading always waits for the encoder.
    AgentSettings d = AgentSettings.defaults(id, "host");
    return new AgentSettings(
        id,
        "host",
        null,
        true,
        false,
        2,
        1000,
        1000,
        d.tapeRetention(),
        d.openDeadline(),
        d.readDeadline());
  }

  @AfterAll
  static void stop() {
    agent.close();
    farm.close();
    tail.close();
    bus.close();
    kafka.close();
  }

  private static StreamSpec stream(String id, Source... sources) {
    return stream(id, null, sources);
  }

  private static StreamSpec stream(String id, @Nullable Wire wire, Source... sources) {
    return new StreamSpec(
        id, Arrays.stream(sources).map(s -> new StreamSource(AGENT, null, s, wire)).toList(), true);
  }

  private static Source file(Path path) {
    return new Source(Source.Kind.FILE, path.toString(), Map.of());
  }

  private static Source lavfi(String graph) {
    return new Source(Source.Kind.TEST, graph, Map.of());
  }

  private static RecordingSpec recording(
      String id, String streamId, String mimeType, boolean live, String... tracks) {
    return new RecordingSpec(
        id,
        id,
        streamId,
        Arrays.stream(tracks).map(t -> streamId + "/" + t).toList(),
        mimeType,
        0,
        0,
        500_000,
        live ? Lane.LIVE : Lane.BATCH,
        RecordingSpec.Desired.RECORDING,
        SteadyClock.SYSTEM.nowUs(),
        0);
  }

  private static void put(StreamSpec spec) {
    bus.streams().put(spec).toCompletableFuture().join();
  }

  private static void put(RecordingSpec spec) {
    bus.recordings().put(spec).toCompletableFuture().join();
  }

  private static List<LiveTrack> opened(String streamId) {
    await().atMost(SOON).until(() -> event(SourceOpened.class, streamId) != null);
    return Objects.requireNonNull(event(SourceOpened.class, streamId)).tracks();
  }

  private static <T extends LedgerEvent> @Nullable T event(Class<T> type, String subject) {
    return LEDGER.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(e -> e.subjectId().equals(subject))
        .findFirst()
        .orElse(null);
  }

  private static void awaitComplete(String recordingId, int tracks) {
    for (int t = 0; t < tracks; t++) {
      int track = t;
      await().atMost(SOON).until(() -> farm.isComplete(recordingId, track));
    }
  }

  @Test
  void start_streamClosedEarlier_itsSourceIsNotOpened() {
    String late = "late-agent";
    List<StreamSource> sources =
        List.of(new StreamSource(late, null, lavfi("testsrc2=size=64x64:rate=10"), null));
    put(new StreamSpec("closed-earlier", sources, true));
    put(new StreamSpec("closed-earlier", sources, false));
    put(new StreamSpec("still-open", sources, true));

    try (CaptureAgent other = new CaptureAgent(settings(late), bus)) {
      other.start();
      opened("still-open");
    }
    put(new StreamSpec("still-open", sources, false));

    assertThat(LEDGER).extracting(LedgerEvent::subjectId).doesNotContain("closed-earlier");
  }

  @Test
  void device_asItIsAndWithOtherSettings_isOpenTwice() {
    Source usual = TestDevices.list().get(0).source();
    String id = DeviceIds.of(AGENT, usual);
    Map<String, String> options = Map.of("video_size", "320x180", "framerate", "10");
    Source smaller = new Source(usual.kind(), usual.url(), options);
    StreamSource first = new StreamSource(AGENT, id, usual, null);
    StreamSource second = new StreamSource(AGENT, id, smaller, null);
    put(new StreamSpec("as-it-is", List.of(first), true));
    put(new StreamSpec("smaller", List.of(second), true));

    LiveTrack large = opened("as-it-is").get(0);
    LiveTrack small = opened("smaller").get(0);
    put(new StreamSpec("as-it-is", List.of(first), false));
    put(new StreamSpec("smaller", List.of(second), false));

    assertThat(large.format().videoFormat().width()).isEqualTo(1280);
    assertThat(small.format().videoFormat().width()).isEqualTo(320);
    assertThat(small.format().videoFormat().frameRate().value()).isEqualTo(10);
    assertThat(small.topic()).isNotEqualTo(large.topic());
    assertThat(small.label()).isEqualTo("Test camera 1 (moving pattern)");
  }

  @Test
  void start_announcesTestDevices() {
    Map<String, AgentInfo> agents = new ConcurrentHashMap<>();
    try (Tail t =
        bus.agents()
            .tail(
                c -> {
                  if (c.value() != null) {
                    agents.put(c.key(), c.value());
                  }
                })) {
      t.awaitCaughtUp(SOON);
      await().atMost(SOON).until(() -> agents.containsKey(AGENT));
    }
    assertThat(agents.get(AGENT).devices()).hasSize(3);
    assertThat(agents.get(AGENT).devices())
        .extracting(d -> d.kind())
        .containsExactly(MediaKind.VIDEO, MediaKind.VIDEO, MediaKind.AUDIO);
    assertThat(agents.get(AGENT).devices()).allSatisfy(d -> assertThat(d.deviceId()).hasSize(32));
  }

  @Test
  void file_picturesAndSound_everyFrameOnceAndTheTapesEmptied() throws Exception {
    put(
        stream(
            "files",
            file(TestFiles.y4m(dir.resolve("a.y4m"), 64, 48, 100)),
            file(TestFiles.wav(dir.resolve("a.wav"), 44_100, 100_000))));
    opened("files");
    put(recording("files-rec", "files", "video/webm;codecs=vp8,opus", false, "0/0", "1/0"));

    awaitComplete("files-rec", 2);

    NavigableMap<Integer, Chunk> video = farm.chunks("files-rec", 0);
    assertThat(video.values())
        .extracting(Chunk::units)
        .containsExactly(15L, 15L, 15L, 15L, 15L, 15L, 10L);
    NavigableMap<Integer, Chunk> audio = farm.chunks("files-rec", 1);
    assertThat(audio.values().stream().mapToLong(Chunk::units).sum()).isEqualTo(100_000);
    assertThat(audio.values()).allSatisfy(c -> assertThat(c.account().losses()).isEmpty());
    assertThat(farm.cut("files-rec", 1, 1).format().timeBase()).isEqualTo(TimeBase.ofRate(44_100));
    String pool = Topics.pool(AGENT);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              for (int p = 0; p < bus.tapes().partitions(pool); p++) {
                assertThat(bus.tapes().startOffset(pool, p))
                    .isEqualTo(bus.tapes().endOffset(pool, p));
              }
            });
  }

  @Test
  void file_onARawWire_givesPicturesToTheTape() throws Exception {
    put(stream("raw", Wire.RAW, file(TestFiles.y4m(dir.resolve("raw.y4m"), 64, 48, 40))));
    assertThat(opened("raw").get(0).format().wire()).isEqualTo(Wire.RAW);
    put(recording("raw-rec", "raw", "video/mp4", false, "0/0"));

    awaitComplete("raw-rec", 1);

    assertThat(farm.chunks("raw-rec", 0).values().stream().mapToLong(Chunk::units).sum())
        .isEqualTo(40);
  }

  @Test
  void file_missing_failsTheSourceAndItsRecordingOnly() {
    put(stream("missing", file(dir.resolve("nothing.mp4"))));
    await().atMost(SOON).until(() -> event(SourceFailed.class, "missing") != null);
    SourceFailed failed = Objects.requireNonNull(event(SourceFailed.class, "missing"));
    assertThat(failed.name()).isEqualTo("NotFoundError");
    assertThat(failed.message()).contains("nothing.mp4").doesNotContain("\n");
    put(recording("missing-rec", "missing", "video/mp4", false, "0/0"));
    await().atMost(SOON).until(() -> event(Failed.class, "missing-rec") != null);
    assertThat(agent.check().up()).isTrue();
  }

  @Test
  void file_oddSizeForH264_failsWithTheReason() throws Exception {
    put(stream("odd", file(TestFiles.y4m(dir.resolve("odd.y4m"), 63, 47, 5))));
    opened("odd");
    put(recording("odd-rec", "odd", "video/mp4;codecs=avc1", false, "0/0"));
    await().atMost(SOON).until(() -> event(Failed.class, "odd-rec") != null);
    Failed failed = Objects.requireNonNull(event(Failed.class, "odd-rec"));
    assertThat(failed.name()).isEqualTo("NotSupportedError");
    assertThat(failed.message()).contains("63x47");
  }

  @Test
  void live_twoRecordersOnOneStream_shareTheTapesAndStopTogether() {
    put(
        stream(
            "live",
            lavfi("testsrc2=size=64x48:rate=30"),
            lavfi("sine=frequency=997:sample_rate=48000")));
    await()
        .atMost(SOON)
        .until(
            () ->
                LEDGER.stream()
                        .filter(e -> e instanceof SourceOpened && e.subjectId().equals("live"))
                        .count()
                    == 2);
    RecordingSpec one =
        recording("live-1", "live", "video/webm;codecs=vp8,opus", true, "0/0", "1/0");
    RecordingSpec two = recording("live-2", "live", "audio/wav", true, "1/0");
    put(one);
    put(two);
    await().atMost(SOON).until(() -> farm.chunks("live-1", 0).size() >= 4);
    long stopUs = SteadyClock.SYSTEM.nowUs();
    put(one.stopped(stopUs));
    put(two.stopped(stopUs));

    awaitComplete("live-1", 2);
    awaitComplete("live-2", 1);

    double seconds = (stopUs - one.startedAtUs()) / 1e6;
    long frames = farm.chunks("live-1", 0).values().stream().mapToLong(Chunk::units).sum();
    assertThat((double) frames).isBetween(30 * seconds - 4, 30 * seconds + 4);
    long samples = farm.chunks("live-2", 0).values().stream().mapToLong(Chunk::units).sum();
    double heard = (stopUs - two.startedAtUs()) / 1e6;
    assertThat((double) samples).isBetween(48_000 * (heard - 0.1), 48_000 * (heard + 0.1));
    assertThat(farm.cut("live-1", 1, 1).tape().get(0).topic())
        .isEqualTo(farm.cut("live-2", 0, 1).tape().get(0).topic());
    for (Chunk chunk : farm.chunks("live-1", 0).values()) {
      assertThat(chunk.account().losses()).isEmpty();
    }
  }

  @Test
  void live_playedFile_isOnTheWallClockAndItsTapeGoesWithIt() throws Exception {
    Source played =
        new Source(
            Source.Kind.PACED_FILE,
            TestFiles.y4m(dir.resolve("p.y4m"), 64, 48, 60).toString(),
            Map.of());
    put(stream("played", played));
    LiveTrack track = opened("played").get(0);
    assertThat(track.format().timeBase()).isEqualTo(TimeBase.MICROSECONDS);
    RecordingSpec spec = recording("played-rec", "played", "video/webm;codecs=vp8", true, "0/0");
    put(spec);

    awaitComplete("played-rec", 1);

    Chunk first = farm.chunks("played-rec", 0).get(0);
    assertThat(first.account().capturedAtUs())
        .isBetween(spec.startedAtUs() - 1_000_000, spec.startedAtUs() + 1_000_000);
    long frames = farm.chunks("played-rec", 0).values().stream().mapToLong(Chunk::units).sum();
    assertThat(frames).isBetween(30L, 60L);
    bus.streams().remove("played").toCompletableFuture().join();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> bus.tapes().partitions(track.topic()))
                    .isInstanceOf(RuntimeException.class));
  }

  @Test
  void restart_fileRecordingHalfDone_onlyWhatIsNotEncodedIsCutAgain() throws Exception {
    String id = "second-agent";
    Path path = TestFiles.y4m(dir.resolve("again.y4m"), 64, 48, 1200);
    StreamSpec spec =
        new StreamSpec("again", List.of(new StreamSource(id, null, file(path), null)), true);
    CaptureAgent first = new CaptureAgent(settings(id), bus);
    first.start();
    put(spec);
    opened("again");
    put(recording("again-rec", "again", "video/mp4", false, "0/0"));
    ChunkId begun = new ChunkId("again-rec", 0, 0);
    await().atMost(SOON).until(() -> LEDGER.stream().anyMatch(e -> isEncoded(e, begun)));
    farm.pause(true); // so that something is left to do
    first.close();
    farm.pause(false);
    assertThat(farm.chunks("again-rec", 0)).hasSizeLessThan(80);

    try (CaptureAgent second = new CaptureAgent(settings(id), bus)) {
      second.start();
      awaitComplete("again-rec", 1);
    }
    assertThat(LEDGER).filteredOn(e -> e instanceof Captured c && c.id().equals(begun)).hasSize(1);
    assertThat(farm.chunks("again-rec", 0).values().stream().mapToLong(Chunk::units).sum())
        .isEqualTo(1200);
  }

  @Test
  void restart_liveRecordingOnItsWay_goesOnAndTheTimeBetweenIsNamed() {
    String id = "restarted-agent";
    Source camera = lavfi("testsrc2=size=64x48:rate=30");
    put(new StreamSpec("going-on", List.of(new StreamSource(id, null, camera, null)), true));
    RecordingSpec spec;
    try (CaptureAgent first = new CaptureAgent(settings(id), bus)) {
      first.start();
      opened("going-on");
      spec = recording("going-on-rec", "going-on", "video/webm;codecs=vp8", true, "0/0");
      put(spec);
      await().atMost(SOON).until(() -> farm.chunks("going-on-rec", 0).size() >= 4);
    }
    int before = farm.chunks("going-on-rec", 0).size();
    assertThat(farm.isComplete("going-on-rec", 0)).isFalse();
    assertThat(event(SourceEnded.class, "going-on")).isNull();

    long stopUs;
    try (CaptureAgent second = new CaptureAgent(settings(id), bus)) {
      second.start();
      await().atMost(SOON).until(() -> farm.chunks("going-on-rec", 0).size() >= before + 4);
      stopUs = SteadyClock.SYSTEM.nowUs();
      put(spec.stopped(stopUs));
      awaitComplete("going-on-rec", 1);
    }

    Collection<Chunk> chunks = farm.chunks("going-on-rec", 0).values();
    List<Loss> losses = chunks.stream().flatMap(c -> c.account().losses().stream()).toList();
    assertThat(losses)
        .as("%s", losses)
        .extracting(Loss::cause)
        .containsExactly(LossCause.AGENT_DOWN);
    double gone = (losses.get(0).toUs() - losses.get(0).fromUs()) / 1e6;
    double seconds = (stopUs - spec.startedAtUs()) / 1e6 - gone;
    assertThat((double) chunks.stream().mapToLong(Chunk::units).sum())
        .isBetween(30 * seconds - 4, 30 * seconds + 4);
  }

  private static boolean isEncoded(LedgerEvent event, ChunkId id) {
    return event instanceof Encoded e && e.id().equals(id);
  }
}
