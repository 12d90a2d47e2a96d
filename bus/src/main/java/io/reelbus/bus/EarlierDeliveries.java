package io.reelbus.bus;

import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** The header of a cut that was put in its queue anew: how often it was delivered before. */
final class EarlierDeliveries {

  private static final String NAME = "reelbus-deliveries";

  private EarlierDeliveries() {}

  /** 0 for a cut that was not put anew. */
  static int of(ConsumerRecord<byte[], byte[]> message) {
    Header header = message.headers().lastHeader(NAME);
    return header == null || header.value() == null || header.value().length != Integer.BYTES
        ? 0
        : Math.max(0, ByteBuffer.wrap(header.value()).getInt());
  }

  /** The same cut, delivered {@code deliveries} times before. */
  static ProducerRecord<byte[], byte[]> again(
      ConsumerRecord<byte[], byte[]> message, int deliveries) {
    ProducerRecord<byte[], byte[]> again =
        new ProducerRecord<>(message.topic(), message.key(), message.value());
    again.headers().add(NAME, ByteBuffer.allocate(Integer.BYTES).putInt(deliveries).array());
    return again;
  }
}
