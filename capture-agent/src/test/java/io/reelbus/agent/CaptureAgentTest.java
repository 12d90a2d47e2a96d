package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.Tail;
import io.reelbus.bus.Topics;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.Chunk;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.TimeBase;
import io.reelbus.model.Wire;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole agent against a real broker and real media, with one encoder lane behind it. */
class CaptureAgentTest {

  private static final String AGENT = "test-agent";

  @TempDir static Path dir;
  private static TestCluster cluster;
  private static Bus bus;
  private static TestFarm farm;
  private static CaptureAgent agent;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(dir.resolve("kafka"));
    bus = cluster.bus();
    farm = cluster.farm();
    agent = cluster.agent(TestCluster.tight(AGENT).withDevices(true, false));
  }

  @AfterAll
  static void stop() {
    agent.close();
    cluster.close();
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

  @Test
  void start_streamClosedEarlier_itsSourceIsNotOpened() {
    String late = "late-agent";
    List<StreamSource> sources =
        List.of(new StreamSource(late, null, lavfi("testsrc2=size=64x64:rate=10"), null));
    cluster.put(new StreamSpec("closed-earlier", sources, true));
    cluster.put(new StreamSpec("closed-earlier", sources, false));
    cluster.put(new StreamSpec("still-open", sources, true));

    try (CaptureAgent other =
        new CaptureAgent(TestCluster.tight(late).withDevices(true, false), bus)) {
      other.start();
      cluster.awaitOpened("still-open", 1);
    }
    cluster.put(new StreamSpec("still-open", sources, false));

    assertThat(cluster.ledger())
        .extracting(LedgerEvent::subjectId)
        .doesNotContain("closed-earlier");
  }

  @Test
  void device_asItIsAndWithOtherSettings_isOpenTwice() {
    Source usual = TestDevices.list().get(0).source();
    String id = DeviceIds.of(AGENT, usual);
    Map<String, String> options = Map.of("video_size", "320x180", "framerate", "10");
    Source smaller = new Source(usual.kind(), usual.url(), options);
    StreamSource first = new StreamSource(AGENT, id, usual, null);
    StreamSource second = new StreamSource(AGENT, id, smaller, null);
    cluster.put(new StreamSpec("as-it-is", List.of(first), true));
    cluster.put(new StreamSpec("smaller", List.of(second), true));

    LiveTrack large = cluster.awaitOpened("as-it-is", 1).get(0);
    LiveTrack small = cluster.awaitOpened("smaller", 1).get(0);
    cluster.put(new StreamSpec("as-it-is", List.of(first), false));
    cluster.put(new StreamSpec("smaller", List.of(second), false));

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
      t.awaitCaughtUp(TestCluster.SOON);
      await().atMost(TestCluster.SOON).until(() -> agents.containsKey(AGENT));
    }
    assertThat(agents.get(AGENT).devices()).hasSize(3);
    assertThat(agents.get(AGENT).devices())
        .extracting(d -> d.kind())
        .containsExactly(MediaKind.VIDEO, MediaKind.VIDEO, MediaKind.AUDIO);
    assertThat(agents.get(AGENT).devices()).allSatisfy(d -> assertThat(d.deviceId()).hasSize(32));
  }

  @Test
  void file_picturesAndSound_everyFrameOnceAndTheTapesEmptied() throws Exception {
    cluster.put(
        stream(
            "files",
            file(TestFiles.y4m(dir.resolve("a.y4m"), 64, 48, 100)),
            file(TestFiles.wav(dir.resolve("a.wav"), 44_100, 100_000))));
    cluster.awaitOpened("files", 2);
    cluster.put(recording("files-rec", "files", "video/webm;codecs=vp8,opus", false, "0/0", "1/0"));

    cluster.awaitComplete("files-rec", 2);

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
        .atMost(TestCluster.SOON)
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
    cluster.put(stream("raw", Wire.RAW, file(TestFiles.y4m(dir.resolve("raw.y4m"), 64, 48, 40))));
    assertThat(cluster.awaitOpened("raw", 1).get(0).format().wire()).isEqualTo(Wire.RAW);
    cluster.put(recording("raw-rec", "raw", "video/mp4", false, "0/0"));

    cluster.awaitComplete("raw-rec", 1);

    assertThat(farm.chunks("raw-rec", 0).values().stream().mapToLong(Chunk::units).sum())
        .isEqualTo(40);
  }

  @Test
  void file_missing_failsTheSourceAndItsRecordingOnly() {
    cluster.put(stream("missing", file(dir.resolve("nothing.mp4"))));
    SourceFailed failed = cluster.awaitLine(SourceFailed.class, "missing");
    assertThat(failed.name()).isEqualTo("NotFoundError");
    assertThat(failed.message()).contains("nothing.mp4").doesNotContain("\n");
    cluster.put(recording("missing-rec", "missing", "video/mp4", false, "0/0"));
    cluster.awaitLine(Failed.class, "missing-rec");
    assertThat(agent.check().up()).isTrue();
  }

  @Test
  void file_oddSizeForH264_failsWithTheReason() throws Exception {
    cluster.put(stream("odd", file(TestFiles.y4m(dir.resolve("odd.y4m"), 63, 47, 5))));
    cluster.awaitOpened("odd", 1);
    cluster.put(recording("odd-rec", "odd", "video/mp4;codecs=avc1", false, "0/0"));
    Failed failed = cluster.awaitLine(Failed.class, "odd-rec");
    assertThat(failed.name()).isEqualTo("NotSupportedError");
    assertThat(failed.message()).contains("63x47");
  }

  @Test
  void live_twoRecordersOnOneStream_shareTheTapesAndStopTogether() {
    cluster.put(
        stream(
            "live",
            lavfi("testsrc2=size=64x48:rate=30"),
            lavfi("sine=frequency=997:sample_rate=48000")));
    cluster.awaitOpened("live", 2);
    RecordingSpec one =
        recording("live-1", "live", "video/webm;codecs=vp8,opus", true, "0/0", "1/0");
    RecordingSpec two = recording("live-2", "live", "audio/wav", true, "1/0");
    cluster.put(one);
    cluster.put(two);
    await().atMost(TestCluster.SOON).until(() -> farm.chunks("live-1", 0).size() >= 4);
    long stopUs = SteadyClock.SYSTEM.nowUs();
    cluster.put(one.stopped(stopUs));
    cluster.put(two.stopped(stopUs));

    cluster.awaitComplete("live-1", 2);
    cluster.awaitComplete("live-2", 1);

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
    cluster.put(stream("played", played));
    LiveTrack track = cluster.awaitOpened("played", 1).get(0);
    assertThat(track.format().timeBase()).isEqualTo(TimeBase.MICROSECONDS);
    RecordingSpec spec = recording("played-rec", "played", "video/webm;codecs=vp8", true, "0/0");
    cluster.put(spec);

    cluster.awaitComplete("played-rec", 1);

    Chunk first = farm.chunks("played-rec", 0).get(0);
    assertThat(first.account().capturedAtUs())
        .isBetween(spec.startedAtUs() - 1_000_000, spec.startedAtUs() + 1_000_000);
    long frames = farm.chunks("played-rec", 0).values().stream().mapToLong(Chunk::units).sum();
    assertThat(frames).isBetween(30L, 60L);
    bus.streams().remove("played").toCompletableFuture().join();
    await()
        .atMost(TestCluster.SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> bus.tapes().partitions(track.topic()))
                    .isInstanceOf(RuntimeException.class));
  }
}
