package io.reelbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ledger and state topics. */
class LogsTest {

  @RegisterExtension static final Broker BROKER = new Broker(Duration.ofSeconds(30));

  private static final Duration SOON = Duration.ofSeconds(10);

  private final String id = UUID.randomUUID().toString();

  @Test
  void ledgerTail_eventsBeforeAndAfterStart_comeInOrder() {
    LedgerPublisher publisher = BROKER.bus().ledgerPublisher();
    for (int i = 0; i < 50; i++) {
      join(publisher.publish(new LedgerEvent.SourceEnded(id, i)));
    }
    Queue<Integer> seen = new ConcurrentLinkedQueue<>();
    try (Tail tail =
        BROKER
            .bus()
            .ledgerTail(
                e -> {
                  if (e instanceof LedgerEvent.SourceEnded ended && ended.subjectId().equals(id)) {
                    seen.add(ended.sourceIndex());
                  }
                })) {
      tail.awaitCaughtUp(SOON);
      assertThat(seen).hasSize(50);
      join(publisher.publish(new LedgerEvent.SourceEnded(id, 50)));
      tail.awaitCaughtUp(SOON);
    }

    assertThat(List.copyOf(seen)).hasSize(51).isSorted();
  }

  @Test
  void awaitCaughtUp_listenerSlowerThanThePatience_isWaitedForWhileItGetsOn() {
    LedgerPublisher publisher = BROKER.bus().ledgerPublisher();
    for (int i = 0; i < 20; i++) {
      join(publisher.publish(new LedgerEvent.SourceEnded(id, i)));
    }
    AtomicInteger seen = new AtomicInteger();
    try (Tail tail = BROKER.bus().ledgerTail(e -> seen.addAndGet(slowly(e.subjectId())))) {
      tail.awaitCaughtUp(Duration.ofSeconds(2));
      assertThat(seen).hasValue(20);
    }
  }

  private int slowly(String subjectId) {
    if (!subjectId.equals(id)) {
      return 0;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  @Test
  void state_putAndRemove_arrivesAtEveryTail() {
    StateTopic<io.reelbus.model.StreamSpec> streams = BROKER.bus().streams();
    join(streams.put(Samples.stream(id)));
    join(streams.put(Samples.stream(id + "-2")));
    Map<String, Boolean> open = new ConcurrentHashMap<>();
    try (Tail tail =
        streams.tail(
            change -> {
              if (change.value() == null) {
                open.remove(change.key());
              } else {
                open.put(change.key(), change.value().open());
              }
            })) {
      tail.awaitCaughtUp(SOON);
      assertThat(open).containsKeys(id, id + "-2");

      join(streams.remove(id));
      await().untilAsserted(() -> assertThat(open).doesNotContainKey(id));
    }
  }

  @Test
  void state_allKinds_comeBackEqual() {
    Queue<Object> seen = new ConcurrentLinkedQueue<>();
    Bus bus = BROKER.bus();
    join(bus.agents().put(Samples.agent(id, 1)));
    join(bus.recordings().put(Samples.recording(id)));
    try (Tail agents = bus.agents().tail(c -> seen.add(String.valueOf(c.value())));
        Tail recordings = bus.recordings().tail(c -> seen.add(String.valueOf(c.value())))) {
      agents.awaitCaughtUp(SOON);
      recordings.awaitCaughtUp(SOON);
    }

    assertThat(seen).contains(Samples.agent(id, 1).toString(), Samples.recording(id).toString());
  }

  @Test
  void tail_listenerThrows_stopsAndSaysSo() {
    join(BROKER.bus().ledgerPublisher().publish(new LedgerEvent.SourceEnded(id, 0)));
    try (Tail tail =
        BROKER
            .bus()
            .ledgerTail(
                e -> {
                  throw new IllegalStateException("listener is broken");
                })) {
      await().until(() -> !tail.check().up());
      assertThat(tail.check().detail()).contains("listener is broken");
      assertThatThrownBy(() -> tail.awaitCaughtUp(SOON))
          .isInstanceOfSatisfying(
              MediaException.class, e -> assertThat(e.next()).isEqualTo(MediaException.Next.STOP));
    }
  }

  @Test
  void check_brokerThere_isUp() {
    assertThat(BROKER.bus().check().up()).isTrue();
  }

  @Test
  void check_nobodyThere_saysWhy() {
    try (Bus bus = Bus.connect(BusSettings.defaults("127.0.0.1:1"))) {
      Health health = bus.check();

      assertThat(health.up()).isFalse();
      assertThat(health.detail()).contains("127.0.0.1:1");
    }
  }

  @Test
  void settings_outOfRange_areRefused() {
    assertThatThrownBy(
            () -> new BusSettings("h:1", Map.of(), 100, (short) 1, 1, 1, Duration.ofSeconds(30)))
        .hasMessageContaining("maxRecordBytes: 100 (expected:");
  }

  @Test
  void topics_ofOddNames_areLegal() {
    assertThat(List.of(Topics.tape("a/b c"), Topics.pool("ü")))
        .containsExactly("reelbus.tape.a_b_c", "reelbus.pool._");
  }

  private static void join(CompletionStage<?> sent) {
    sent.toCompletableFuture().join();
  }
}
