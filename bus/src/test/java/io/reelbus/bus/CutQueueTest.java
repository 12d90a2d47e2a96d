package io.reelbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.ChunkId;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CutQueueTest {

  private static final Duration LOCK = Duration.ofSeconds(2);
  private static final Duration SOON = Duration.ofSeconds(10);

  @RegisterExtension static final Broker BROKER = new Broker(LOCK);

  private final String recording = UUID.randomUUID().toString();
  private final List<CutConsumer> open = new ArrayList<>();

  @AfterEach
  void close() {
    open.forEach(CutConsumer::close);
  }

  @Test
  void poll_publishedCut_givesItOnce() {
    publish(Lane.LIVE, 0);
    CutConsumer consumer = consumer(Lane.LIVE);

    Delivery delivery = poll(consumer);

    assertThat(delivery.cut()).isEqualTo(Samples.cut(recording, 0, Lane.LIVE));
    assertThat(delivery.attempt()).isEqualTo(1);
    delivery.accept();
    assertThat(consumer.poll(LOCK.plusMillis(500))).isNull();
  }

  @Test
  void release_cut_comesAgainWithHigherAttempt() {
    publish(Lane.LIVE, 0);
    CutConsumer consumer = consumer(Lane.LIVE);

    for (int attempt = 1; attempt <= 3; attempt++) {
      Delivery delivery = poll(consumer);
      assertThat(delivery.attempt()).isEqualTo(attempt);
      delivery.release();
    }
    poll(consumer).accept();
  }

  @Test
  void release_cutMoreOftenThanKafkaDelivers_comesAgainWithHigherAttempt() {
    publish(Lane.LIVE, 0);
    CutConsumer consumer = consumer(Lane.LIVE);

    for (int attempt = 1; attempt <= 2 * Delivery.KAFKA_LIMIT; attempt++) {
      Delivery delivery = pollAgain(consumer);
      assertThat(delivery.attempt()).isEqualTo(attempt);
      assertThat(delivery.cut()).isEqualTo(Samples.cut(recording, 0, Lane.LIVE));
      delivery.release();
    }
    pollAgain(consumer).accept();
    assertThat(consumer.poll(Duration.ofSeconds(1))).isNull();
  }

  @Test
  void postpone_cut_comesAgainUncountedBehindTheOthers() {
    publish(Lane.LIVE, 0);
    CutConsumer consumer = consumer(Lane.LIVE);
    poll(consumer).release();
    Delivery second = poll(consumer);
    publish(Lane.LIVE, 1);
    second.postpone();

    Delivery other = poll(consumer);
    assertThat(other.cut().id().slice()).isEqualTo(1);
    other.accept();
    for (int times = 0; times < 2 * Delivery.KAFKA_LIMIT; times++) {
      Delivery again = poll(consumer);
      assertThat(again.cut()).isEqualTo(Samples.cut(recording, 0, Lane.LIVE));
      assertThat(again.attempt()).isEqualTo(2);
      again.postpone();
    }
    poll(consumer).accept();
    assertThat(consumer.poll(Duration.ofSeconds(1))).isNull();
  }

  @Test
  void reject_cut_neverComesAgain() {
    publish(Lane.LIVE, 0);
    publish(Lane.LIVE, 1);
    CutConsumer consumer = consumer(Lane.LIVE);

    Delivery delivery = poll(consumer);
    delivery.reject();
    Delivery other = poll(consumer);

    assertThat(other.cut().id()).isNotEqualTo(delivery.cut().id());
    other.accept();
    assertThat(consumer.poll(Duration.ofSeconds(1))).isNull();
  }

  @Test
  void lock_expired_givesCutToAnotherAndRefusesAccept() {
    publish(Lane.LIVE, 0);
    CutConsumer slow = consumer(Lane.LIVE);
    Delivery delivery = poll(slow);
    CutConsumer other = consumer(Lane.LIVE);

    Delivery again = poll(other);

    assertThat(again.cut()).isEqualTo(delivery.cut());
    assertThat(again.attempt()).isEqualTo(2);
    assertThatThrownBy(delivery::accept)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.name()).isEqualTo(Delivery.LOCK_LOST));
    again.accept();
    publish(Lane.LIVE, 1);
    poll(slow).accept(); // who lost a lock goes on
  }

  @Test
  void renew_longWork_keepsTheLock() {
    publish(Lane.LIVE, 0);
    CutConsumer busy = consumer(Lane.LIVE);
    Delivery delivery = poll(busy);
    CutConsumer other = consumer(Lane.LIVE);

    long until = System.nanoTime() + 2 * LOCK.toNanos();
    while (System.nanoTime() < until) {
      delivery.renew();
      assertThat(other.poll(Duration.ofMillis(100))).isNull();
    }

    assertThat(delivery.attempt()).isEqualTo(1);
    delivery.accept();
  }

  @Test
  void close_workerWithUnsettledCut_givesItToAnotherAtOnce() {
    publish(Lane.LIVE, 0);
    CutConsumer dying = BROKER.bus().cutConsumer(Lane.LIVE);
    poll(dying);
    dying.close();

    Delivery again = poll(consumer(Lane.LIVE));

    assertThat(again.attempt()).isEqualTo(2);
    again.accept();
  }

  @Test
  void poll_twoWorkers_shareTheWork() {
    CutConsumer a = consumer(Lane.LIVE);
    CutConsumer b = consumer(Lane.LIVE);
    for (int slice = 0; slice < 10; slice++) {
      publish(Lane.LIVE, slice);
    }
    Set<ChunkId> done = new HashSet<>();

    for (int i = 0; i < 5; i++) {
      // Both at once: what one has, the other does not get.
      Delivery first = poll(a);
      Delivery second = poll(b);
      assertThat(done.add(first.cut().id())).isTrue();
      assertThat(done.add(second.cut().id())).isTrue();
      first.accept();
      second.accept();
    }

    assertThat(done).hasSize(10);
    assertThat(a.poll(Duration.ofMillis(100))).isNull();
  }

  @Test
  void poll_workerBusy_holdsNoOtherCut() {
    CutConsumer busy = consumer(Lane.LIVE);
    publish(Lane.LIVE, 0);
    Delivery first = poll(busy);
    publish(Lane.LIVE, 1);
    CutConsumer idle = consumer(Lane.LIVE);

    Delivery second = poll(idle);

    assertThat(second.attempt()).isEqualTo(1);
    assertThat(second.cut().id().slice()).isEqualTo(1);
    second.accept();
    first.accept();
  }

  @Test
  void poll_bothQueuesFull_givesLiveFirst() {
    CutConsumer consumer = BROKER.bus().cutConsumer();
    open.add(consumer);
    publish(Lane.LIVE, 0);
    poll(consumer).accept(); // both queues are joined now
    for (int slice = 10; slice < 15; slice++) {
      publish(Lane.BATCH, slice);
    }
    poll(consumer).accept();
    for (int slice = 0; slice < 5; slice++) {
      publish(Lane.LIVE, slice);
    }
    List<Lane> order = new ArrayList<>();

    for (int i = 0; i < 9; i++) {
      Delivery delivery = poll(consumer);
      order.add(delivery.cut().lane());
      delivery.accept();
    }

    // One batch cut may have been under way to us when the first live cut came.
    assertThat(order.subList(1, 5)).containsOnly(Lane.LIVE);
    assertThat(order).filteredOn(Lane.LIVE::equals).hasSize(5);
  }

  @Test
  void poll_beforeSettling_isRefused() {
    publish(Lane.LIVE, 0);
    CutConsumer consumer = consumer(Lane.LIVE);
    Delivery delivery = poll(consumer);

    assertThatThrownBy(() -> consumer.poll(SOON)).isInstanceOf(IllegalStateException.class);
    delivery.accept();
    assertThatThrownBy(delivery::accept).isInstanceOf(IllegalStateException.class);
  }

  private CutConsumer consumer(Lane lane) {
    CutConsumer consumer = BROKER.bus().cutConsumer(lane);
    open.add(consumer);
    return consumer;
  }

  private void publish(Lane lane, int slice) {
    BROKER
        .bus()
        .cutPublisher()
        .publish(Samples.cut(recording, slice, lane))
        .toCompletableFuture()
        .join();
  }

  /** A poll that put a cut anew gives nothing; the next one does. */
  private static Delivery pollAgain(CutConsumer consumer) {
    Delivery delivery = consumer.poll(SOON);
    return delivery == null ? poll(consumer) : delivery;
  }

  private static Delivery poll(CutConsumer consumer) {
    Delivery delivery = consumer.poll(SOON);
    assertThat(delivery).as("a cut within %s", SOON).isNotNull();
    return delivery;
  }
}
