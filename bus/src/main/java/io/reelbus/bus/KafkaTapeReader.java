package io.reelbus.bus;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TapeRecord;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads with one consumer whose partition is assigned by hand. What was fetched beyond the end of a
 * stretch is kept, because the next stretch often starts there.
 */
final class KafkaTapeReader implements TapeReader {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Consumer<byte[], ByteBuffer> consumer;
  private final Duration deadline;

  private @Nullable TapeRange range;
  private @Nullable TopicPartition assigned;
  private Iterator<ConsumerRecord<byte[], ByteBuffer>> fetched = Collections.emptyIterator();
  private @Nullable ConsumerRecord<byte[], ByteBuffer> ahead; // read, but beyond the stretch
  private long nextOffset = -1; // of the record that next() of the iterator or the consumer gives
  private long givenTo;
  private FrameParts parts = new FrameParts(true);

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
    givenTo = newRange.fromOffset();
    parts = new FrameParts(true);
  }

  private TapeRange opened() {
    if (range == null) {
      throw new IllegalStateException("no stretch is open (expected: open() before)");
    }
    return range;
  }

  @Override
  public @Nullable TapeRecord find() {
    parts = new FrameParts(false);
    FrameParts.Whole whole = whole(deadline);
    return whole == null
        ? null
        : new TapeRecord(
            whole.range(), whole.frame(), whole.header().totalBytes(), whole.header().mark());
  }

  @Override
  public @Nullable TapeFrame next() {
    FrameParts.Whole whole = whole(deadline);
    return whole == null ? null : whole.frame();
  }

  @Override
  public @Nullable TapeFrame nextHere() {
    FrameParts.Whole whole = whole(Duration.ZERO);
    return whole == null ? null : whole.frame();
  }

  @Override
  public long position() {
    return givenTo;
  }

  /** The next frame of which all parts are there. */
  private FrameParts.@Nullable Whole whole(Duration wait) {
    TapeRange current = opened();
    while (true) {
      ConsumerRecord<byte[], ByteBuffer> message = nextRecord(current, wait);
      if (message == null) {
        return null;
      }
      FrameParts.Whole whole = add(message);
      if (whole != null) {
        givenTo = whole.range().toOffset();
        return whole;
      }
    }
  }

  private FrameParts.@Nullable Whole add(ConsumerRecord<byte[], ByteBuffer> message) {
    try {
      return parts.add(message);
    } catch (MediaException e) {
      throw failed(e);
    }
  }

  private @Nullable ConsumerRecord<byte[], ByteBuffer> nextRecord(
      TapeRange current, Duration wait) {
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
      fetch(current, wait);
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

  /** Waits for records, or until the position has passed the stretch; not at all if so asked. */
  private void fetch(TapeRange current, Duration wait) {
    TopicPartition partition = new TopicPartition(current.topic(), current.partition());
    long giveUpAt = System.nanoTime() + wait.toNanos();
    try {
      while (true) {
        fetched = consumer.poll(wait.isZero() ? wait : POLL).records(partition).iterator();
        if (fetched.hasNext()
            || wait.isZero()
            || consumer.position(partition) >= current.toOffset()) {
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

  @Override
  public void close() {
    consumer.close(CloseOptions.timeout(CLOSE)); // it has nothing to tell a broker that is away
  }
}
