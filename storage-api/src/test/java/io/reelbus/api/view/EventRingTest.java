package io.reelbus.api.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.SourceEnded;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventRingTest {

  private final EventRing ring = new EventRing(10);

  private static LedgerEvent event(int n) {
    return new SourceEnded(n % 2 == 0 ? "even" : "odd", n);
  }

  @Test
  void from_withinTheRing_givesAllOnceInOrder() {
    for (int i = 0; i < 7; i++) {
      ring.add(event(i));
    }
    EventRing.Batch first = ring.from(0, 5, e -> true);
    EventRing.Batch second = ring.from(first.next(), 5, e -> true);

    assertThat(first.missed()).isFalse();
    assertThat(first.events()).hasSize(5);
    assertThat(second.events()).extracting(EventRing.Numbered::sequence).containsExactly(5L, 6L);
    assertThat(ring.from(second.next(), 5, e -> true).events()).isEmpty();
  }

  @Test
  void from_fellOutOfTheRing_saysSoAndGoesOnWithTheOldest() {
    for (int i = 0; i < 25; i++) {
      ring.add(event(i));
    }
    EventRing.Batch batch = ring.from(3, 100, e -> true);

    assertThat(batch.missed()).isTrue();
    assertThat(batch.events()).hasSize(10);
    assertThat(batch.events().get(0).sequence()).isEqualTo(15);
    assertThat(batch.next()).isEqualTo(25);
  }

  @Test
  void from_filtered_skipsOthers() {
    for (int i = 0; i < 8; i++) {
      ring.add(event(i));
    }
    EventRing.Batch batch = ring.from(0, 100, e -> e.subjectId().equals("odd"));

    assertThat(batch.events()).hasSize(4);
    assertThat(batch.next()).isEqualTo(8);
  }

  @Test
  void listen_isToldUntilUnlisten() {
    AtomicInteger told = new AtomicInteger();
    Runnable listener = told::incrementAndGet;
    ring.listen(listener);
    ring.add(event(0));
    ring.unlisten(listener);
    ring.add(event(1));

    assertThat(told).hasValue(1);
  }
}
