package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.PushPart;
import io.reelbus.bus.PushWriter;
import io.reelbus.bus.Tail;
import io.reelbus.bus.Topics;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent that reads what is pushed, against a real broker; the test plays the storage API. */
class PushedSourceTest {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String AGENT = "push-agent";

  @TempDir static Path dir;
  private static EmbeddedKafka kafka;
  private static Bus bus;
  private static CaptureAgent agent;
  private static Tail tail;
  private static final List<LedgerEvent> LEDGER = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(dir.resolve("kafka"), 0);
    bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    agent = started();
    tail = bus.ledgerTail(LEDGER::add);
  }

  private static CaptureAgent started() {
    AgentSettings settings = AgentSettings.defaults(AGENT, "host").withDevices(false, false);
    CaptureAgent made = new CaptureAgent(settings, bus);
    made.start();
    await().atMost(SOON).until(() -> made.check().up());
    return made;
  }

  @AfterAll
  static void stop() {
    agent.close();
    tail.close();
    bus.close();
    kafka.close();
  }

  private static PushWriter open(String streamId) {
    String topic = Topics.push(streamId, 0);
    bus.tapes().createDeviceTape(topic, Duration.ofHours(1));
    Source source = new Source(Source.Kind.PUSHED, topic, Map.of());
    StreamSource pushed = new StreamSource(AGENT, null, source, null);
    bus.streams().put(new StreamSpec(streamId, List.of(pushed), true)).toCompletableFuture().join();
    return bus.pushWriter(topic);
  }

  private static void write(PushWriter to, PushPart.Kind kind, long position, byte[] bytes) {
    var unused = to.append(new PushPart(0, kind, position, bytes)).toCompletableFuture().join();
  }

  private static <T extends LedgerEvent> Stream<T> told(Class<T> type, String streamId) {
    return LEDGER.stream()
        .filter(type::isInstance)
        .map(type::cast)
        .filter(e -> e.subjectId().equals(streamId));
  }

  private static SourceFailed awaitFailure(String streamId) {
    await().atMost(SOON).until(() -> told(SourceFailed.class, streamId).findAny().isPresent());
    return told(SourceFailed.class, streamId).findAny().orElseThrow();
  }

  /** A second of sound. */
  private static byte[] media() throws Exception {
    return Files.readAllBytes(TestFiles.wav(dir.resolve("a.wav"), 48_000, 48_000));
  }

  @Test
  void push_partsThatOverlapAndEnd_tracksOpenAndEnd() throws Exception {
    byte[] bytes = media();
    int half = bytes.length / 2;
    PushWriter to = open("whole");
    write(to, PushPart.Kind.DATA, 0, Arrays.copyOf(bytes, half));
    write(to, PushPart.Kind.DATA, 0, Arrays.copyOf(bytes, half)); // written twice
    write(to, PushPart.Kind.DATA, half - 10, Arrays.copyOfRange(bytes, half - 10, bytes.length));
    write(to, PushPart.Kind.END, bytes.length, new byte[0]);

    await().atMost(SOON).until(() -> told(SourceEnded.class, "whole").findAny().isPresent());
    assertThat(told(SourceFailed.class, "whole")).isEmpty();
    assertThat(told(SourceOpened.class, "whole").findAny().orElseThrow().tracks()).hasSize(1);
  }

  @Test
  void push_nobodyThereForLong_failsWithTheCause() throws Exception {
    byte[] bytes = media();
    PushWriter to = open("lost");
    write(to, PushPart.Kind.DATA, 0, bytes);

    SourceFailed failed = awaitFailure("lost");
    assertThat(failed.name()).isEqualTo("NetworkError");
    assertThat(failed.message()).contains("lost for 10 s");
  }

  @Test
  void push_playlist_isNotOpened() {
    String playlist =
        "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n";
    PushWriter to = open("playlist");
    write(to, PushPart.Kind.DATA, 0, playlist.getBytes(StandardCharsets.UTF_8));
    write(to, PushPart.Kind.END, playlist.length(), new byte[0]);

    assertThat(awaitFailure("playlist").name()).isEqualTo("NotReadableError");
  }

  @Test
  void push_hole_failsWithTheCause() throws Exception {
    PushWriter to = open("hole");
    write(to, PushPart.Kind.DATA, 0, Arrays.copyOf(media(), 1000));
    write(to, PushPart.Kind.DATA, 2000, new byte[1000]);

    assertThat(awaitFailure("hole").message()).contains("bytes are missing at 1000");
  }

  @Test
  void restart_ofTheAgent_endsWhatWasPushedToIt() throws Exception {
    PushWriter to = open("again");
    write(to, PushPart.Kind.DATA, 0, media());
    await().atMost(SOON).until(() -> told(SourceOpened.class, "again").findAny().isPresent());
    try (CaptureAgent second = started()) { // knows nothing of the first one
      assertThat(second.check().up()).isTrue();
      assertThat(awaitFailure("again").name()).isIn("AbortError", "NetworkError");
      await()
          .atMost(SOON)
          .until(
              () -> told(SourceFailed.class, "again").anyMatch(e -> e.name().equals("AbortError")));
    }
  }
}
