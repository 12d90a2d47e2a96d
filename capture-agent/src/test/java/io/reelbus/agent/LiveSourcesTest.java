package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.ChunkId;
import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec.StreamSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A camera with settings of its own, whose tape belongs to one stream; on a real broker. */
class LiveSourcesTest {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final ChunkId CUT = new ChunkId("recording", 0, 0);

  @TempDir private Path dir;
  private EmbeddedKafka kafka;
  private Bus bus;
  private AgentContext context;
  private final ExecutorService control = Executors.newSingleThreadExecutor();
  private LiveSources sources;
  private LiveSources.Shared camera;
  private String topic;

  @BeforeEach
  void open() {
    kafka = EmbeddedKafka.start(dir, 0);
    bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()));
    context = AgentContext.of(AgentSettings.defaults("a", "host"), bus, SteadyClock.SYSTEM);
    context.tracker().caughtUp();
    sources = new LiveSources(context, control, Runnable::run);
    Source source = new Source(Source.Kind.TEST, "testsrc2=size=64x64:rate=10", Map.of());
    StreamSource own = new StreamSource("a", "device", source, null);
    camera = onControl(() -> sources.use("s/0", "s/0", own, new Deaf()));
    await().atMost(SOON).until(() -> !camera.session.formats().isEmpty());
    topic = camera.session.topic(0);
  }

  @AfterEach
  void stop() {
    control.shutdownNow();
    context.outbox().close();
    context.spool().close();
    bus.close();
    kafka.close();
  }

  private static final class Deaf implements LiveSources.User {
    @Override
    public void opened(LiveSession session) {}

    @Override
    public void muted(int track, boolean muted) {}

    @Override
    public void failed(MediaException why) {}

    @Override
    public void ended() {}
  }

  private <T> T onControl(Supplier<T> task) {
    return CompletableFuture.supplyAsync(task, control).join();
  }

  private void closeStream() {
    assertThat(onControl(() -> sources.leave("s/0", camera))).isTrue();
    await().atMost(SOON).until(camera.session::isClosed);
  }

  /** One round; it waits for the cluster. */
  private void tick() {
    CompletableFuture.runAsync(() -> sources.tick(false), control).join();
  }

  private boolean isThere() {
    return bus.tapes().retention(topic) != null;
  }

  @Test
  void tick_cutNeedsTheTapeOfAClosedStream_staysUntilItsChunkIsDurable() {
    TrackTape tape = new TrackTape(new TrackRecorderTest.NoWriter(), topic, 0, 0);
    context.tracker().decided(CUT, tape, 0);
    closeStream();
    tick();
    assertThat(isThere()).isTrue();

    context.tracker().done(CUT);
    await()
        .atMost(SOON)
        .until(
            () -> {
              tick();
              return !isThere();
            });
  }
}
