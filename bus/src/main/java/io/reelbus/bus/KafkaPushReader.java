package io.reelbus.bus;

import io.reelbus.bus.wire.PushHeader;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reads with a consumer whose partition is assigned by hand. */
final class KafkaPushReader implements PushReader {

  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final Consumer<byte[], byte[]> consumer;
  private final TopicPartition place;

  KafkaPushReader(Consumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.place = new TopicPartition(topic, 0);
    consumer.assign(List.of(place));
    consumer.seekToBeginning(List.of(place));
  }

  @Override
  public List<PushPart> poll(Duration wait) {
    try {
      List<PushPart> parts = new ArrayList<>();
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(wait).records(place)) {
        parts.add(part(message));
      }
      return parts;
    } catch (KafkaException e) {
      throw Failures.of("read " + place, e);
    }
  }

  @Override
  public @Nullable PushPart last() {
    try {
      long end = consumer.endOffsets(List.of(place), ANSWER).get(place);
      long begin = consumer.beginningOffsets(List.of(place), ANSWER).get(place);
      if (begin >= end) {
        return null;
      }
      long next = consumer.position(place, ANSWER);
      consumer.seek(place, end - 1);
      try {
        long giveUpAt = System.nanoTime() + ANSWER.toNanos();
        while (System.nanoTime() - giveUpAt < 0) {
          for (ConsumerRecord<byte[], byte[]> message :
              consumer.poll(Duration.ofMillis(500)).records(place)) {
            return part(message);
          }
        }
        throw Failures.timedOut("read the end of " + place, ANSWER);
      } finally {
        consumer.seek(place, next);
      }
    } catch (KafkaException e) {
      throw Failures.of("read the end of " + place, e);
    }
  }

  private static PushPart part(ConsumerRecord<byte[], byte[]> message) {
    Header header = message.headers().lastHeader(PushHeader.NAME);
    if (header == null) {
      throw new MediaException(
          "DataError",
          Next.QUARANTINE,
          message.topic() + "@" + message.offset() + ": no push header");
    }
    return PushHeader.decode(header.value(), message.offset(), message.value());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
