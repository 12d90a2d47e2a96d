package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that is closed with recordings on their way, and the one that comes after it. */
class CaptureAgentRestartTest {

  @TempDir static Path dir;
  private static TestCluster cluster;
  private static TestFarm farm;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(dir.resolve("kafka"));
    farm = cluster.farm();
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static RecordingSpec recording(String streamId, String mimeType, Lane lane) {
    return new RecordingSpec(
        streamId + "-rec",
        streamId,
        streamId,
        List.of(streamId + "/0/0"),
        mimeType,
        0,
        0,
        500_000,
        lane,
        RecordingSpec.Desired.RECORDING,
        SteadyClock.SYSTEM.nowUs(),
        0);
  }

  @Test
  void restart_fileRecordingHalfDone_onlyWhatIsNotEncodedIsCutAgain() throws Exception {
    String id = "second-agent";
    Path path = TestFiles.y4m(dir.resolve("again.y4m"), 64, 48, 1200);
    Source video = new Source(Source.Kind.FILE, path.toString(), Map.of());
    StreamSpec spec =
        new StreamSpec("again", List.of(new StreamSource(id, null, video, null)), true);
    CaptureAgent first = cluster.agent(TestCluster.tight(id));
    cluster.put(spec);
    cluster.awaitOpened("again", 1);
    cluster.put(recording("again", "video/mp4", Lane.BATCH));
    ChunkId begun = new ChunkId("again-rec", 0, 0);
    await()
        .atMost(TestCluster.SOON)
        .until(() -> cluster.lines(Encoded.class, "again-rec").anyMatch(e -> e.id().equals(begun)));
    farm.pause(true); // so that something is left to do
    first.close();
    farm.pause(false);
    assertThat(farm.chunks("again-rec", 0)).hasSizeLessThan(80);

    try (CaptureAgent second = new CaptureAgent(TestCluster.tight(id), cluster.bus())) {
      second.start();
      cluster.awaitComplete("again-rec", 1);
    }
    assertThat(cluster.lines(Captured.class, "again-rec"))
        .extracting(Captured::id)
        .containsOnlyOnce(begun);
    assertThat(farm.chunks("again-rec", 0).values().stream().mapToLong(Chunk::units).sum())
        .isEqualTo(1200);
  }

  @Test
  void restart_liveRecordingOnItsWay_goesOnAndTheTimeBetweenIsNamed() {
    String id = "restarted-agent";
    Source camera = new Source(Source.Kind.TEST, "testsrc2=size=64x48:rate=30", Map.of());
    cluster.put(
        new StreamSpec("going-on", List.of(new StreamSource(id, null, camera, null)), true));
    RecordingSpec spec;
    try (CaptureAgent first = new CaptureAgent(TestCluster.tight(id), cluster.bus())) {
      first.start();
      cluster.awaitOpened("going-on", 1);
      spec = recording("going-on", "video/webm;codecs=vp8", Lane.LIVE);
      cluster.put(spec);
      await().atMost(TestCluster.SOON).until(() -> farm.chunks("going-on-rec", 0).size() >= 4);
    }
    int before = farm.chunks("going-on-rec", 0).size();
    assertThat(farm.isComplete("going-on-rec", 0)).isFalse();
    assertThat(cluster.lines(SourceEnded.class, "going-on")).isEmpty();

    long stopUs;
    try (CaptureAgent second = new CaptureAgent(TestCluster.tight(id), cluster.bus())) {
      second.start();
      await()
          .atMost(TestCluster.SOON)
          .until(() -> farm.chunks("going-on-rec", 0).size() >= before + 4);
      stopUs = SteadyClock.SYSTEM.nowUs();
      cluster.put(spec.stopped(stopUs));
      cluster.awaitComplete("going-on-rec", 1);
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
}
