package io.reelbus.bus;

import io.reelbus.bus.wire.PartHeader;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from their parts, which may lie between parts of others. Belongs to one
 * thread.
 *
 * <p>What a killed writer left unfinished is forgotten when another message of the same subject is
 * complete, or when it is 10 min older than the newest record of its partition.
 *
 * <p>Bound: 64 MiB of parts. Beyond it the parts of the oldest unfinished message are dropped and
 * only its place is kept; when its last part comes, the message says that it must be read again.
 */
final class PartJoiner {

  static final long MAX_AGE_MS = 10 * 60_000;

  private static final int MAX_UNFINISHED = 4096;

  /**
   * A complete message.
   *
   * @param firstOffset of its first part
   * @param bytes the message; null when it was too much to keep and must be read again
   */
  record Whole(long firstOffset, byte @Nullable [] bytes) {}

  private record Key(int partition, UUID attempt) {}

  private static final class Unfinished {
    final String subject;
    final long firstOffset;
    final long firstTimestamp;
    final int totalBytes;
    byte @Nullable [] bytes;
    int length;
    int parts;

    Unfinished(PartHeader header, ConsumerRecord<byte[], byte[]> first) {
      subject = header.subject();
      firstOffset = first.offset();
      firstTimestamp = first.timestamp();
      totalBytes = (int) header.totalBytes();
      bytes = new byte[totalBytes];
    }
  }

  private final long maxBytes;
  private final Map<Key, Unfinished> unfinished = new LinkedHashMap<>();
  private long bytes;

  PartJoiner(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** The message that this record completes, or null. */
  @Nullable Whole add(ConsumerRecord<byte[], byte[]> message) {
    PartHeader header = header(message);
    if (header.parts() == 1) {
      forgetSubject(message.partition(), header.subject());
      return new Whole(message.offset(), message.value());
    }
    forgetOlderThan(message.partition(), message.timestamp() - MAX_AGE_MS);
    Key key = new Key(message.partition(), header.attempt());
    if (header.part() == 0) {
      start(key, header, message);
    }
    Unfinished open = unfinished.get(key);
    if (open == null || open.parts != header.part()) {
      return null; // began before our first offset: that message was complete, or is void
    }
    append(open, message);
    if (open.parts < header.parts()) {
      return null;
    }
    Whole whole = new Whole(open.firstOffset, open.bytes);
    forgetSubject(message.partition(), header.subject());
    return whole;
  }

  /** Offset of the oldest part whose message is not complete, {@code Long.MAX_VALUE} if none is. */
  long firstUnfinished(int partition) {
    return unfinished.entrySet().stream()
        .filter(e -> e.getKey().partition() == partition)
        .mapToLong(e -> e.getValue().firstOffset)
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Forgets a partition that went to another consumer. */
  void forget(int partition) {
    forgetIf(e -> e.getKey().partition() == partition);
  }

  private void start(Key key, PartHeader header, ConsumerRecord<byte[], byte[]> message) {
    if (unfinished.size() >= MAX_UNFINISHED) {
      Key eldest = unfinished.keySet().iterator().next();
      forgetIf(e -> e.getKey().equals(eldest));
    }
    Unfinished open = new Unfinished(header, message);
    unfinished.put(key, open);
    bytes += open.totalBytes;
    for (Unfinished old : unfinished.values()) {
      if (bytes <= maxBytes) {
        break;
      }
      dropBytes(old);
    }
  }

  private void append(Unfinished open, ConsumerRecord<byte[], byte[]> message) {
    int length = message.value().length;
    if (open.length + length > open.totalBytes) {
      throw malformed(message, "parts are longer than the message");
    }
    if (open.bytes != null) {
      System.arraycopy(message.value(), 0, open.bytes, open.length, length);
    }
    open.length += length;
    open.parts++;
  }

  private void forgetSubject(int partition, String subject) {
    forgetIf(e -> e.getKey().partition() == partition && e.getValue().subject.equals(subject));
  }

  private void forgetOlderThan(int partition, long timestamp) {
    forgetIf(e -> e.getKey().partition() == partition && e.getValue().firstTimestamp < timestamp);
  }

  private void forgetIf(java.util.function.Predicate<Map.Entry<Key, Unfinished>> which) {
    Iterator<Map.Entry<Key, Unfinished>> entries = unfinished.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<Key, Unfinished> entry = entries.next();
      if (which.test(entry)) {
        dropBytes(entry.getValue());
        entries.remove();
      }
    }
  }

  private void dropBytes(Unfinished open) {
    if (open.bytes != null) {
      bytes -= open.totalBytes;
      open.bytes = null;
    }
  }

  private static PartHeader header(ConsumerRecord<byte[], byte[]> message) {
    Header header = message.headers().lastHeader(PartHeader.NAME);
    if (header == null) {
      throw malformed(message, "no part header");
    }
    PartHeader decoded = PartHeader.decode(header.value());
    if (decoded.totalBytes() > Integer.MAX_VALUE - 8) {
      throw malformed(message, decoded.totalBytes() + " bytes (expected: below 2 GiB)");
    }
    return decoded;
  }

  private static MediaException malformed(ConsumerRecord<byte[], byte[]> message, String what) {
    return new MediaException(
        "DataError",
        Next.QUARANTINE,
        message.topic() + "-" + message.partition() + "@" + message.offset() + ": " + what);
  }
}
