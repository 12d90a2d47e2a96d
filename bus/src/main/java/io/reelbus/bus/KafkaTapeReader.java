package io.reelbus.bus;

import io.reelbus.bus.wire.FrameHeader;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reads with one consumer whose partition is assigned by hand. What was fetched beyond the end of a
 * stretch is kept, because the next stretch often starts there.
 */
final class KafkaTapeReader implements TapeReader {

  private static final Duration POLL = Duration.ofMillis(500);

  private final Consumer<byte[], ByteBuffer> consumer;
  private final Duration deadline;

  private @Nullable TapeRange range;
  private @Nullable TopicPartition assigned;
  private Iterator<ConsumerRecord<byte[], ByteBuffer>> fetched = Collections.emptyIterator();
  private @Nullable ConsumerRecord<byte[], ByteBuffer> ahead; // read, but beyond the stretch
  private long nextOffset = -1; // of the record that next() of the iterator or the consumer gives

  KafkaTapeReader(Consumer<byte[], ByteBuffer> consumer, Duration deadline) {
    this.consumer = consumer;
    this.deadline = deadline;
  }

  @Override
  public void open(TapeRange newRange) {
    TopicPartition wanted = new TopicPartition(newRange.topic(), newRange.partition());
    if (!wanted.equals(assigned)) {
      consumer.assign(List.of(wanted));
      assigned = wanted;
      nextOffset = -1;
    }
    if (nextOffset != newRange.fromOffset()) {
      fetched = Collections.emptyIterator();
      ahead = null;
      consumer.seek(wanted, newRange.fromOffset());
      nextOffset = newRange.fromOffset();
    }
    range = newRange;
  }

  @Override
  public @Nullable TapeFrame next() {
    if (range == null) {
      throw new IllegalStateException("no stretch is open (expected: open() before)");
    }
    TapeRange current = range;
    FrameHeader first = null;
    ByteBuffer joined = null;
    int part = 0;
    while (true) {
      ConsumerRecord<byte[], ByteBuffer> message = nextRecord(current);
      if (message == null) {
        return null;
      }
      FrameHeader header = header(message);
      if (header.part() == 0) {
        // An unfinished frame before this one was never acknowledged: its writer knows it is lost.
        if (header.parts() == 1) {
          return header.frame(message.value());
        }
        first = header;
        joined = ByteBuffer.allocate((int) header.totalBytes());
        part = 0;
      }
      if (first == null || joined == null || header.part() != part) {
        first = null; // the rest of a frame that began before the stretch, or of an unfinished one
        continue;
      }
      if (message.value().remaining() > joined.remaining()) {
        throw malformed(message, "parts are longer than the frame");
      }
      joined.put(message.value());
      part++;
      if (part == first.parts()) {
        return first.frame(joined.flip());
      }
    }
  }

  private @Nullable ConsumerRecord<byte[], ByteBuffer> nextRecord(TapeRange current) {
    if (ahead != null) {
      if (ahead.offset() >= current.toOffset()) {
        return null;
      }
      ConsumerRecord<byte[], ByteBuffer> message = ahead;
      ahead = null;
      nextOffset = message.offset() + 1;
      return message;
    }
    if (nextOffset >= current.toOffset()) {
      return null;
    }
    if (!fetched.hasNext()) {
      fetch(current);
    }
    if (!fetched.hasNext()) {
      return null; // the rest of the stretch has no records
    }
    ConsumerRecord<byte[], ByteBuffer> message = fetched.next();
    if (message.offset() >= current.toOffset()) {
      ahead = message;
      nextOffset = message.offset();
      return null;
    }
    nextOffset = message.offset() + 1;
    return message;
  }

  /** Waits for records, or until the position has passed the stretch. */
  private void fetch(TapeRange current) {
    TopicPartition partition = new TopicPartition(current.topic(), current.partition());
    long giveUpAt = System.nanoTime() + deadline.toNanos();
    try {
      while (true) {
        fetched = consumer.poll(POLL).records(partition).iterator();
        if (fetched.hasNext() || consumer.position(partition) >= current.toOffset()) {
          return;
        }
        if (System.nanoTime() - giveUpAt >= 0) {
          throw silent(current);
        }
      }
    } catch (OffsetOutOfRangeException e) {
      throw expired(current, "from offset " + e.offsetOutOfRangePartitions() + " on", e);
    } catch (KafkaException e) {
      throw failed(Failures.of("read " + current, e));
    }
  }

  private MediaException silent(TapeRange current) {
    List<PartitionInfo> partitions = consumer.partitionsFor(current.topic(), Duration.ofSeconds(5));
    if (partitions == null || partitions.isEmpty()) {
      return expired(current, "the topic is gone", null);
    }
    return failed(Failures.timedOut("read " + current + " at offset " + nextOffset, deadline));
  }

  private MediaException expired(TapeRange current, String why, @Nullable Exception cause) {
    String message = "tape " + current + " has expired: " + why;
    return failed(
        cause == null
            ? new MediaException("NotFoundError", Next.QUARANTINE, message)
            : new MediaException("NotFoundError", Next.QUARANTINE, message, cause));
  }

  /** Leaves the reader so that the next open() starts afresh. */
  private MediaException failed(MediaException failure) {
    range = null;
    nextOffset = -1;
    fetched = Collections.emptyIterator();
    ahead = null;
    return failure;
  }

  private FrameHeader header(ConsumerRecord<byte[], ByteBuffer> message) {
    Header header = message.headers().lastHeader(FrameHeader.NAME);
    if (header == null) {
      throw malformed(message, "no frame header");
    }
    return FrameHeader.decode(header.value());
  }

  private MediaException malformed(ConsumerRecord<byte[], ByteBuffer> message, String what) {
    return failed(
        new MediaException(
            "DataError",
            Next.QUARANTINE,
            "tape "
                + message.topic()
                + "-"
                + message.partition()
                + "@"
                + message.offset()
                + ": "
                + what));
  }

  @Override
  public void close() {
    consumer.close();
  }
}
