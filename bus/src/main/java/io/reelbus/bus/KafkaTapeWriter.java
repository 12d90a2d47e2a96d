package io.reelbus.bus;

import io.reelbus.bus.wire.FrameHeader;
import io.reelbus.model.MediaException;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Writes frames through the producer that all tapes of a bus share. */
final class KafkaTapeWriter implements TapeWriter {

  private static final byte @Nullable [] NO_KEY = null;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int partition;
  private final int maxRecordBytes;

  // Raw frames are all of one size. The producer has copied the bytes when send() returns.
  private byte[] scratch = new byte[0];

  KafkaTapeWriter(
      Producer<byte[], byte[]> producer, String topic, int partition, int maxRecordBytes) {
    this.producer = producer;
    this.topic = topic;
    this.partition = partition;
    this.maxRecordBytes = maxRecordBytes;
  }

  @Override
  public CompletionStage<TapeRange> append(TapeFrame frame, TapeMark mark) {
    ByteBuffer payload = frame.data().duplicate();
    int total = payload.remaining();
    int parts = Math.max(1, (total + maxRecordBytes - 1) / maxRecordBytes);
    CompletableFuture<RecordMetadata> first = send(FrameHeader.first(frame, parts, mark), payload);
    CompletableFuture<RecordMetadata> last = first;
    for (int part = 1; part < parts; part++) {
      CompletableFuture<RecordMetadata> before = last;
      last =
          send(FrameHeader.further(part, parts, total), payload)
              .thenCombine(before, (metadata, ignored) -> metadata);
    }
    return last.thenCombine(
        first, (l, f) -> new TapeRange(topic, partition, f.offset(), l.offset() + 1));
  }

  private CompletableFuture<RecordMetadata> send(FrameHeader header, ByteBuffer payload) {
    byte[] value = take(payload, Math.min(maxRecordBytes, payload.remaining()));
    CompletableFuture<RecordMetadata> sent =
        Failures.send(
            producer,
            new ProducerRecord<>(
                topic,
                partition,
                NO_KEY,
                value,
                List.of(new RecordHeader(FrameHeader.NAME, header.encode()))));
    if (sent.isCompletedExceptionally()) {
      throw failure(sent); // the buffer stayed full, or the producer is closed
    }
    return sent;
  }

  /** The next bytes as an array of just that length, as the producer wants them. */
  private byte[] take(ByteBuffer payload, int length) {
    if (payload.hasArray()
        && payload.arrayOffset() + payload.position() == 0
        && payload.array().length == length) {
      payload.position(payload.limit());
      return payload.array();
    }
    if (scratch.length != length) {
      scratch = new byte[length];
    }
    payload.get(scratch);
    return scratch;
  }

  private static MediaException failure(CompletableFuture<?> failed) {
    try {
      failed.join();
    } catch (CompletionException e) {
      return Failures.of("append", e.getCause() == null ? e : e.getCause());
    }
    throw new IllegalStateException("did not fail");
  }

  @Override
  public void flush() {
    producer.flush();
  }

  @Override
  public void close() {
    flush();
  }
}
