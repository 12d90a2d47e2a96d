package io.reelbus.bus;

import io.reelbus.bus.PartJoiner.Whole;
import io.reelbus.bus.wire.Chunks;
import io.reelbus.model.Chunk;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chunks through a consumer group; parts are joined here. */
final class KafkaChunkConsumer implements ChunkConsumer {

  private static final Logger LOG = LoggerFactory.getLogger(KafkaChunkConsumer.class);
  private static final long MAX_UNFINISHED_BYTES = 64 << 20;

  private final Consumer<byte[], byte[]> consumer;
  private final Supplier<PartedReader> makeReader;
  private final Admin admin;

  /** Where a chunk lies: a partition, the offset of its first part, the offset behind its last. */
  private record Place(int partition, long from, long to) {}

  private final Queue<Place> toRead = new ArrayDeque<>(); // complete, but not kept in memory
  private final PartJoiner joiner = new PartJoiner(MAX_UNFINISHED_BYTES);
  private @Nullable PartedReader reader;

  KafkaChunkConsumer(
      Consumer<byte[], byte[]> consumer,
      Supplier<PartedReader> makeReader,
      Admin admin,
      RebalanceListener listener) {
    this.consumer = consumer;
    this.makeReader = makeReader;
    this.admin = admin;
    consumer.subscribe(List.of(Topics.CHUNKS), new Rebalance(listener));
  }

  @Override
  public List<StoredChunk> poll(Duration timeout) {
    List<StoredChunk> chunks = new ArrayList<>();
    try {
      for (ConsumerRecord<byte[], byte[]> message : consumer.poll(timeout)) {
        Place place = new Place(message.partition(), message.offset(), message.offset() + 1);
        unlessMalformed(place, () -> add(message, chunks));
      }
    } catch (KafkaException e) {
      throw Failures.of("poll chunks", e);
    }
    try {
      for (Place place; (place = toRead.peek()) != null; toRead.remove()) {
        Place again = place;
        unlessMalformed(again, () -> chunks.add(stored(read(again.partition, again.from), again)));
      }
    } catch (MediaException e) {
      if (chunks.isEmpty()) {
        throw e;
      }
      LOG.warn("{}; tried again with the next poll", e.getMessage());
    }
    return chunks;
  }

  @Override
  public void hold(Set<Integer> partitions) {
    Set<TopicPartition> held = consumer.paused();
    Set<TopicPartition> wanted =
        consumer.assignment().stream()
            .filter(place -> partitions.contains(place.partition()))
            .collect(Collectors.toSet());
    if (!held.equals(wanted)) {
      consumer.resume(held);
      consumer.pause(wanted);
    }
  }

  private void add(ConsumerRecord<byte[], byte[]> message, List<StoredChunk> chunks) {
    Whole whole = joiner.add(message);
    if (whole == null) {
      return;
    }
    Place place = new Place(message.partition(), whole.firstOffset(), message.offset() + 1);
    if (whole.bytes() == null) {
      toRead.add(place);
    } else {
      chunks.add(stored(Chunks.decode(whole.bytes()), place));
    }
  }

  private static StoredChunk stored(Chunk chunk, Place place) {
    return new StoredChunk(chunk, place.partition, place.from, place.to);
  }

  /** What is not a chunk does not hold up the chunks behind it. */
  private static void unlessMalformed(Place place, Runnable step) {
    try {
      step.run();
    } catch (MediaException e) {
      if (e.next() != MediaException.Next.QUARANTINE) {
        throw e;
      }
      LOG.error("{} skipped, it is not a chunk", place, e);
    }
  }

  @Override
  public void commit(int partition, long offset) {
    TopicPartition place = new TopicPartition(Topics.CHUNKS, partition);
    long unread =
        toRead.stream()
            .filter(p -> p.partition == partition)
            .mapToLong(Place::from)
            .min()
            .orElse(Long.MAX_VALUE);
    long safe = Math.min(offset, Math.min(unread, joiner.firstUnfinished(partition)));
    try {
      consumer.commitSync(Map.of(place, new OffsetAndMetadata(safe)));
    } catch (KafkaException e) {
      throw Failures.of("commit " + place + " at " + safe, e);
    }
    // Stored and verified (I6): the log need not keep it for the whole of its retention.
    KafkaFuture<Void> unused =
        admin
            .deleteRecords(Map.of(place, RecordsToDelete.beforeOffset(safe)))
            .all()
            .whenComplete(
                (ignored, failure) -> {
                  if (failure != null) {
                    LOG.warn(
                        "{} is not freed before {}; the next commit tries again",
                        place,
                        safe,
                        failure);
                  }
                });
  }

  @Override
  public Chunk read(int partition, long offset) {
    if (reader == null) {
      reader = makeReader.get();
    }
    return Chunks.decode(reader.read(partition, offset));
  }

  @Override
  public void close() {
    consumer.close();
    if (reader != null) {
      reader.close();
    }
  }

  private void forget(int partition) {
    joiner.forget(partition);
    toRead.removeIf(p -> p.partition == partition);
  }

  private final class Rebalance implements ConsumerRebalanceListener {

    private final RebalanceListener listener;

    Rebalance(RebalanceListener listener) {
      this.listener = listener;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        listener.assigned(numbers(partitions));
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      if (!partitions.isEmpty()) {
        listener.revoked(numbers(partitions));
        numbers(partitions).forEach(KafkaChunkConsumer.this::forget);
      }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      listener.lost(numbers(partitions));
      numbers(partitions).forEach(KafkaChunkConsumer.this::forget);
    }

    private Set<Integer> numbers(Collection<TopicPartition> partitions) {
      return partitions.stream().map(TopicPartition::partition).collect(Collectors.toSet());
    }
  }
}
