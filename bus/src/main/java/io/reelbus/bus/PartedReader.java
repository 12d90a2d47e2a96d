package io.reelbus.bus;

import io.reelbus.bus.PartJoiner.Whole;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads one message again by the place of its first part. Belongs to one thread. */
final class PartedReader implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<byte[], byte[]> consumer;
  private final String topic;
  private final Duration deadline;

  PartedReader(Consumer<byte[], byte[]> consumer, String topic, Duration deadline) {
    this.consumer = consumer;
    this.topic = topic;
    this.deadline = deadline;
  }

  byte[] read(int partition, long offset) {
    String what = topic + "-" + partition + "@" + offset;
    TopicPartition place = new TopicPartition(topic, partition);
    PartJoiner joiner = new PartJoiner(Integer.MAX_VALUE);
    long giveUpAt = System.nanoTime() + deadline.toNanos();
    boolean first = true;
    try {
      consumer.assign(List.of(place));
      consumer.seek(place, offset);
      while (System.nanoTime() - giveUpAt < 0) {
        ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
        if (first && polled.isEmpty() && consumer.position(place) != offset) {
          throw gone(what, consumer.position(place)); // the client moved to where the log begins
        }
        for (ConsumerRecord<byte[], byte[]> message : polled.records(place)) {
          if (first && message.offset() != offset) {
            throw gone(what, message.offset());
          }
          first = false;
          Whole whole = joiner.add(message);
          if (whole != null && whole.firstOffset() == offset && whole.bytes() != null) {
            return whole.bytes();
          }
        }
      }
    } catch (KafkaException e) {
      throw Failures.of("read " + what, e);
    }
    throw Failures.timedOut("read " + what, deadline);
  }

  private static MediaException gone(String what, long begin) {
    return new MediaException(
        "NotFoundError",
        Next.QUARANTINE,
        what + ": not there any more, the log begins at " + begin);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
