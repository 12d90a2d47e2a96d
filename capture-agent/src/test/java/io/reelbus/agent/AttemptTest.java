package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.bus.Bus;
import io.reelbus.bus.BusSettings;
import io.reelbus.bus.Tail;
import io.reelbus.bus.embedded.EmbeddedKafka;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.MediaException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt whose control thread is busy until the test lets it go on. */
class AttemptTest {

  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final List<String> done = new ArrayList<>();
  private final Attempt attempt = new Attempt(waiting::add);

  private void goOn() {
    for (Runnable task; (task = waiting.poll()) != null; ) {
      task.run();
    }
  }

  @Test
  void take_whileCatchingUp_nothingWaitsForTheControlThread() {
    attempt.take(() -> done.add("line"));

    assertThat(done).containsExactly("line");
    assertThat(waiting).isEmpty();
  }

  @Test
  void take_caughtUp_waitsBehindWhatWasGivenBefore() {
    attempt.execute(() -> done.add("stream"));
    attempt.caughtUp();
    attempt.take(() -> done.add("line"));
    assertThat(done).isEmpty();

    goOn();
    assertThat(done).containsExactly("stream", "line");
  }

  @Test
  void failed_whatWaitsAndWhatComes_isVoid() {
    attempt.execute(() -> done.add("opens a camera"));
    attempt.failed();
    attempt.take(() -> done.add("line"));
    goOn();

    assertThat(done).isEmpty();
  }

  @Test
  void await_listenerSlowerThanTheSilence_isWaitedForAsLongAsItGetsOn(@TempDir Path dir) {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(dir, 0);
        Bus bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()))) {
      bus.ensureTopics();
      for (int i = 0; i < 20; i++) {
        bus.ledgerPublisher().publish(new SourceEnded("s", i)).toCompletableFuture().join();
      }
      List<LedgerEvent> heard = new CopyOnWriteArrayList<>();
      try (Tail tail = bus.ledgerTail(e -> attempt.take(() -> slowly(heard, e)))) {
        attempt.await(tail, Duration.ofSeconds(3));
        assertThat(heard).hasSize(20);
      }
    }
  }

  private static void slowly(List<LedgerEvent> heard, LedgerEvent event) {
    try {
      TimeUnit.MILLISECONDS.sleep(300);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    heard.add(event);
  }

  @Test
  void await_nothingIsHeard_fails(@TempDir Path dir) {
    EmbeddedKafka kafka = EmbeddedKafka.start(dir, 0);
    try (Bus bus = Bus.connect(BusSettings.defaults(kafka.bootstrapServers()))) {
      bus.ensureTopics();
      try (Tail tail = bus.ledgerTail(e -> attempt.take(() -> {}))) {
        kafka.close();
        assertThatThrownBy(() -> attempt.await(tail, Duration.ofSeconds(1)))
            .isInstanceOf(MediaException.class);
      }
    }
  }
}
