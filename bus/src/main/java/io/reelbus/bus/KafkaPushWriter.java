package io.reelbus.bus;

import io.reelbus.bus.wire.PushHeader;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** Writes through the producer that chunks and blobs go through too. */
final class KafkaPushWriter implements PushWriter {

  private static final int MAX_PART_BYTES = 1 << 20;
  private static final byte @Nullable [] NO_KEY = null;

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int maxRecordBytes;

  KafkaPushWriter(Producer<byte[], byte[]> producer, String topic, int maxRecordBytes) {
    this.producer = producer;
    this.topic = topic;
    this.maxRecordBytes = maxRecordBytes;
  }

  @Override
  public int maxPartBytes() {
    return Math.min(MAX_PART_BYTES, maxRecordBytes);
  }

  @Override
  public CompletionStage<Long> append(PushPart part) {
    RecordHeader header = new RecordHeader(PushHeader.NAME, PushHeader.encode(part));
    return Failures.send(
            producer, new ProducerRecord<>(topic, 0, NO_KEY, part.bytes(), List.of(header)))
        .thenApply(metadata -> metadata.offset());
  }
}
