package io.reelbus.bus;

import io.reelbus.bus.wire.PartHeader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes messages of any length as records of one key, and so of one partition. */
final class PartedWriter {

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final int maxRecordBytes;

  PartedWriter(Producer<byte[], byte[]> producer, String topic, int maxRecordBytes) {
    this.producer = producer;
    this.topic = topic;
    this.maxRecordBytes = maxRecordBytes;
  }

  /** Completes with the place of the first part when all parts are durable. */
  CompletionStage<RecordMetadata> write(String key, String subject, byte[] message) {
    UUID attempt = UUID.randomUUID();
    byte[] recordKey = key.getBytes(StandardCharsets.UTF_8);
    int parts = Math.max(1, (message.length + maxRecordBytes - 1) / maxRecordBytes);
    List<CompletableFuture<RecordMetadata>> sent = new ArrayList<>(parts);
    for (int part = 0; part < parts; part++) {
      int from = part * maxRecordBytes;
      int to = Math.min(message.length, from + maxRecordBytes);
      PartHeader header = new PartHeader(attempt, part, parts, message.length, subject);
      CompletableFuture<RecordMetadata> one =
          Failures.send(
              producer,
              new ProducerRecord<>(
                  topic,
                  null,
                  recordKey,
                  parts == 1 ? message : Arrays.copyOfRange(message, from, to),
                  List.of(new RecordHeader(PartHeader.NAME, header.encode()))));
      sent.add(one);
      if (one.isCompletedExceptionally()) {
        break;
      }
    }
    return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
        .thenCompose(all -> sent.get(0));
  }
}
