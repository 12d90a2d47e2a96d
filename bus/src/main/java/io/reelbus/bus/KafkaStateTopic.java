package io.reelbus.bus;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A compacted topic. A record without a value removes its key. */
final class KafkaStateTopic<T> implements StateTopic<T> {

  /** Key and bytes of a kind of state. */
  record Format<T>(
      String topic,
      Function<T, String> key,
      Function<T, byte[]> encode,
      Function<byte[], T> decode) {}

  private final Format<T> format;
  private final Producer<byte[], byte[]> producer;
  private final Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers;

  KafkaStateTopic(
      Format<T> format,
      Producer<byte[], byte[]> producer,
      Supplier<org.apache.kafka.clients.consumer.Consumer<byte[], byte[]>> consumers) {
    this.format = format;
    this.producer = producer;
    this.consumers = consumers;
  }

  @Override
  public CompletionStage<Long> put(T value) {
    return write(format.key().apply(value), format.encode().apply(value));
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    return write(key, null).thenApply(offset -> null);
  }

  private CompletionStage<Long> write(String key, byte @Nullable [] value) {
    byte[] recordKey = key.getBytes(StandardCharsets.UTF_8);
    return Failures.send(producer, new ProducerRecord<>(format.topic(), recordKey, value))
        .thenApply(RecordMetadata::offset);
  }

  @Override
  public Tail tail(Consumer<StateChange<T>> listener) {
    return TopicTail.start(
        consumers.get(),
        format.topic(),
        message -> {
          String key = new String(message.key(), StandardCharsets.UTF_8).intern();
          byte[] value = message.value();
          listener.accept(
              new StateChange<>(
                  key, value == null ? null : format.decode().apply(value), message.offset()));
        },
        TopicTail.From.BEGINNING);
  }
}
