package io.reelbus.bus;

import io.reelbus.bus.wire.Cuts;
import io.reelbus.model.Cut;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.errors.InvalidRecordStateException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One queue through a share consumer.
 *
 * <p>Kafka counts deliveries and gives a record up, without a word, when they reach a limit. A
 * worker that is killed says nothing against its cut, so before that happens the record is put in
 * the queue anew, with what was counted, and the old one is done with.
 *
 * <p>Kafka's share consumer asks for a record from the first poll on until it has one, also between
 * polls, and then no more until the next poll. So after a delivery nothing is locked behind our
 * back while the lane works, but a consumer that polled in vain must go on polling.
 */
final class LaneConsumer implements CutConsumer {

  private static final Duration COMMIT = Duration.ofSeconds(10);
  private static final int DEFAULT_LOCK_MS = 30_000;

  /** The delivery that puts a cut in the queue anew; two are left should that fail. */
  private static final int ANEW_AT = Delivery.KAFKA_LIMIT - 2;

  private static final Logger LOG = LoggerFactory.getLogger(LaneConsumer.class);

  private final ShareConsumer<byte[], byte[]> consumer;
  private final Producer<byte[], byte[]> producer;
  private @Nullable CutDelivery current;

  LaneConsumer(
      ShareConsumer<byte[], byte[]> consumer, Producer<byte[], byte[]> producer, String topic) {
    this.consumer = consumer;
    this.producer = producer;
    consumer.subscribe(List.of(topic));
  }

  @Override
  public @Nullable Delivery poll(Duration timeout) {
    if (current != null) {
      throw new IllegalStateException(
          "cut " + current.cut().id() + " is not settled (expected: accept, release or reject)");
    }
    ConsumerRecords<byte[], byte[]> records;
    try {
      records = consumer.poll(timeout);
    } catch (KafkaException e) {
      throw Failures.of("poll cuts", e);
    }
    if (records.isEmpty()) {
      return null;
    }
    ConsumerRecord<byte[], byte[]> message = records.iterator().next();
    int count = message.deliveryCount().map(Short::intValue).orElse(1);
    int attempt = EarlierDeliveries.of(message) + count;
    if (count >= ANEW_AT && putAnew(message, attempt - 1)) {
      settle(message, AcknowledgeType.ACCEPT, "put anew");
      return null;
    }
    current = new CutDelivery(message, decode(message), attempt);
    return current;
  }

  /** Whether the record is in the queue anew: this one is then to be accepted. */
  private boolean putAnew(ConsumerRecord<byte[], byte[]> message, int deliveries) {
    try {
      RecordMetadata unused =
          Failures.await(
              "put a cut anew",
              Failures.send(producer, EarlierDeliveries.again(message, deliveries)),
              COMMIT);
    } catch (MediaException e) {
      LOG.warn("{}; it stays where it is", e.getMessage());
      return false;
    }
    return true;
  }

  /** A record that no version of us can read would come back for ever: it is rejected here. */
  private Cut decode(ConsumerRecord<byte[], byte[]> message) {
    try {
      return Cuts.decode(message.value());
    } catch (MediaException e) {
      settle(message, AcknowledgeType.REJECT, "?");
      String key = message.key() == null ? "?" : new String(message.key(), StandardCharsets.UTF_8);
      throw new MediaException(
          e.name(), Next.QUARANTINE, "cut " + key + " rejected: " + e.getMessage(), e);
    }
  }

  private void settle(ConsumerRecord<byte[], byte[]> message, AcknowledgeType how, Object what) {
    Map<TopicIdPartition, Optional<KafkaException>> results;
    try {
      consumer.acknowledge(message, how);
      results = consumer.commitSync(COMMIT);
    } catch (KafkaException | IllegalStateException e) {
      throw Failures.of(how + " of cut " + what, e);
    }
    for (Optional<KafkaException> failure : results.values()) {
      if (failure.isPresent()) {
        throw failure.get() instanceof InvalidRecordStateException e
            ? lockLost(how, what, e)
            : Failures.of(how + " of cut " + what, failure.get());
      }
    }
    if (results.isEmpty()) {
      throw Failures.timedOut(how + " of cut " + what, COMMIT);
    }
  }

  private static MediaException lockLost(
      AcknowledgeType how, Object what, @Nullable Exception cause) {
    String message = how + " of cut " + what + ": its lock is lost";
    return cause == null
        ? new MediaException(Delivery.LOCK_LOST, Next.RETRY, message)
        : new MediaException(Delivery.LOCK_LOST, Next.RETRY, message, cause);
  }

  @Override
  public void close() {
    consumer.close();
  }

  private final class CutDelivery implements Delivery {

    private final Cut cut;
    private final int attempt;
    private final long renewAfterNanos;
    private ConsumerRecord<byte[], byte[]> message;
    private long lockedAtNanos = System.nanoTime();
    private boolean lost;

    CutDelivery(ConsumerRecord<byte[], byte[]> message, Cut cut, int attempt) {
      this.message = message;
      this.cut = cut;
      this.attempt = attempt;
      this.renewAfterNanos =
          Duration.ofMillis(consumer.acquisitionLockTimeoutMs().orElse(DEFAULT_LOCK_MS)).toNanos()
              / 3;
    }

    @Override
    public Cut cut() {
      return cut;
    }

    @Override
    public int attempt() {
      return attempt;
    }

    @Override
    public void accept() {
      end(AcknowledgeType.ACCEPT);
    }

    @Override
    public void release() {
      end(AcknowledgeType.RELEASE);
    }

    @Override
    public void postpone() {
      boolean anew = !lost && current == this && putAnew(message, attempt - 1);
      end(anew ? AcknowledgeType.ACCEPT : AcknowledgeType.RELEASE);
    }

    @Override
    public void reject() {
      end(AcknowledgeType.REJECT);
    }

    private void end(AcknowledgeType how) {
      if (current != this) {
        throw new IllegalStateException("cut " + cut.id() + " is settled already");
      }
      current = null;
      if (lost) {
        throw lost(how);
      }
      settle(message, how, cut.id());
    }

    @Override
    public void renew() {
      if (current != this) {
        throw new IllegalStateException("cut " + cut.id() + " is settled already");
      }
      if (lost) {
        throw lost(AcknowledgeType.RENEW);
      }
      if (System.nanoTime() - lockedAtNanos < renewAfterNanos) {
        return;
      }
      lost = true; // until the broker has said otherwise
      settle(message, AcknowledgeType.RENEW, cut.id());
      // A renewed record is given once more, without asking the broker.
      ConsumerRecords<byte[], byte[]> again = consumer.poll(Duration.ZERO);
      if (again.isEmpty()) {
        throw lost(AcknowledgeType.RENEW);
      }
      message = again.iterator().next();
      lockedAtNanos = System.nanoTime();
      lost = false;
    }

    private MediaException lost(AcknowledgeType how) {
      return lockLost(how, cut.id(), null);
    }
  }
}
