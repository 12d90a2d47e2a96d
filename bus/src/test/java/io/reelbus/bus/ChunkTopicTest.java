package io.reelbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.Chunk;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChunkTopicTest {

  @RegisterExtension static final Broker BROKER = new Broker(Duration.ofSeconds(30));

  private static final Duration SOON = Duration.ofMillis(200);

  private final String recording = UUID.randomUUID().toString();
  private final Partitions partitions = new Partitions();

  @Test
  void poll_chunksOfAllSizes_comeBackEqual() {
    List<Chunk> chunks = publish(10, 1000, 100_000, 1_000_000, 64 << 10);

    try (ChunkConsumer consumer = BROKER.bus().chunkConsumer(partitions)) {
      assertThat(mine(consumer, 5).stream().map(StoredChunk::chunk).toList()).isEqualTo(chunks);
      assertThat(partitions.now).containsExactlyInAnyOrder(0, 1);
    }
  }

  @Test
  void read_oneChunkAgain_isEqual() {
    publish(10, 500_000, 10);

    try (ChunkConsumer consumer = BROKER.bus().chunkConsumer(partitions)) {
      List<StoredChunk> stored = mine(consumer, 3);

      for (StoredChunk chunk : stored) {
        assertThat(consumer.read(chunk.partition(), chunk.offset())).isEqualTo(chunk.chunk());
      }
      assertThat(stored.get(1).nextOffset() - stored.get(1).offset()).isGreaterThan(1);
    }
  }

  @Test
  void publish_manyWorkersAtOnce_joinsEveryChunk() {
    List<Bus> workers = List.of(BROKER.connect(), BROKER.connect());
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    for (int slice = 0; slice < 20; slice++) {
      sent.add(
          workers
              .get(slice % 2)
              .chunkPublisher()
              .publish(Samples.chunk(recording, slice, 200_000))
              .toCompletableFuture());
    }
    sent.forEach(CompletableFuture::join);

    try (ChunkConsumer consumer = BROKER.bus().chunkConsumer(partitions)) {
      List<StoredChunk> stored = new ArrayList<>(mine(consumer, 20));
      stored.sort(Comparator.comparing(s -> s.chunk().id().slice()));
      for (int slice = 0; slice < 20; slice++) {
        assertThat(stored.get(slice).chunk()).isEqualTo(Samples.chunk(recording, slice, 200_000));
      }
    }
    workers.forEach(Bus::close);
  }

  @Test
  void hold_partitions_giveNothingUntilTheyAreLetGo() {
    try (ChunkConsumer consumer = BROKER.bus().chunkConsumer(partitions)) {
      consumer.hold(Set.of(0, 1)); // before any is ours
      publish(10);
      assertThat(mine(consumer, 1)).hasSize(1);

      consumer.hold(Set.of(0, 1, 99));
      publish(20);
      assertThat(consumer.poll(SOON)).isEmpty();
      assertThat(consumer.poll(SOON)).isEmpty();

      consumer.hold(Set.of());
      assertThat(mine(consumer, 1)).hasSize(1);
    }
  }

  @Test
  void commit_storedChunks_doNotComeAgain() {
    publish(10, 20, 30);
    try (ChunkConsumer consumer = BROKER.bus().chunkConsumer(partitions)) {
      StoredChunk second = mine(consumer, 3).get(1);
      consumer.commit(second.partition(), second.nextOffset());
    }

    try (ChunkConsumer successor = BROKER.bus().chunkConsumer(partitions)) {
      List<StoredChunk> rest = mine(successor, 1);

      assertThat(rest).hasSize(1);
      assertThat(rest.get(0).chunk().id().slice()).isEqualTo(2);
      long freed = rest.get(0).offset() - 2;
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> successor.read(rest.get(0).partition(), freed))
                      .isInstanceOfSatisfying(
                          MediaException.class,
                          e -> assertThat(e.next()).isEqualTo(MediaException.Next.QUARANTINE)));
    }
  }

  @Test
  void close_withoutCommit_givesChunksToTheSuccessor() {
    List<Chunk> chunks = publish(10, 20);
    try (ChunkConsumer consumer = BROKER.bus().chunkConsumer(partitions)) {
      mine(consumer, 2);
    }

    try (ChunkConsumer successor = BROKER.bus().chunkConsumer(partitions)) {
      assertThat(mine(successor, 2).stream().map(StoredChunk::chunk).toList()).isEqualTo(chunks);
    }
  }

  @Test
  void poll_secondAssembler_takesOverAPartition() {
    Partitions others = new Partitions();
    try (ChunkConsumer a = BROKER.bus().chunkConsumer(partitions)) {
      await().until(() -> a.poll(SOON) != null && partitions.now.size() == 2);
      try (ChunkConsumer b = BROKER.bus().chunkConsumer(others)) {
        await()
            .until(
                () -> {
                  a.poll(SOON);
                  b.poll(SOON);
                  return partitions.now.size() == 1 && others.now.size() == 1;
                });
      }
      await().until(() -> a.poll(SOON) != null && partitions.now.size() == 2);
    }
  }

  @Test
  void blobTail_blobsOfAllSizes_comeInOrder() {
    Queue<Blob> seen = new ConcurrentLinkedQueue<>();
    try (Tail tail = BROKER.bus().blobTail(seen::add)) {
      for (int slice = 0; slice < 4; slice++) {
        BROKER
            .bus()
            .blobPublisher()
            .publish(
                new Blob(recording, slice, slice, slice == 3, Samples.bytes(slice * 60_000, slice)))
            .toCompletableFuture()
            .join();
      }
      tail.awaitCaughtUp(Duration.ofSeconds(10));
    }

    assertThat(seen).extracting(Blob::slice).containsExactly(0, 1, 2, 3);
    assertThat(seen)
        .allSatisfy(
            b -> assertThat(b.data()).isEqualTo(Samples.bytes(b.slice() * 60_000, b.slice())));
  }

  @Test
  void blobReader_placeOfABlob_givesItUntilItIsGone() {
    BlobPublisher publisher = BROKER.bus().blobPublisher();
    List<Blob> blobs = new ArrayList<>();
    List<BlobPlace> places = new ArrayList<>();
    for (int slice = 0; slice < 3; slice++) {
      Blob blob = new Blob(recording, slice, 0, false, Samples.bytes(100_000 * slice, slice));
      blobs.add(blob);
      places.add(publisher.publish(blob).toCompletableFuture().join());
    }
    try (BlobReader reader = BROKER.bus().blobReader()) {
      for (int i : new int[] {2, 0, 1, 1}) {
        assertThat(reader.read(places.get(i))).usingRecursiveComparison().isEqualTo(blobs.get(i));
      }
      BlobPlace beyond = new BlobPlace(places.get(0).partition(), 1_000_000_000);
      assertThatThrownBy(() -> reader.read(beyond))
          .isInstanceOfSatisfying(
              MediaException.class, e -> assertThat(e.name()).isEqualTo("NotFoundError"));
    }
  }

  private List<Chunk> publish(int... sizes) {
    List<Chunk> chunks = new ArrayList<>();
    for (int size : sizes) {
      Chunk chunk = Samples.chunk(recording, chunks.size(), size);
      chunks.add(chunk);
      BROKER.bus().chunkPublisher().publish(chunk).toCompletableFuture().join();
    }
    return chunks;
  }

  /** The next chunks of this test's recording. */
  private List<StoredChunk> mine(ChunkConsumer consumer, int count) {
    List<StoredChunk> mine = new ArrayList<>();
    await()
        .until(
            () -> {
              for (StoredChunk chunk : consumer.poll(SOON)) {
                if (chunk.chunk().id().recordingId().equals(recording)) {
                  mine.add(chunk);
                }
              }
              return mine.size() >= count;
            });
    assertThat(mine).hasSize(count);
    return mine;
  }

  private static final class Partitions implements RebalanceListener {
    final Set<Integer> now = new HashSet<>();

    @Override
    public void assigned(Set<Integer> partitions) {
      now.addAll(partitions);
    }

    @Override
    public void revoked(Set<Integer> partitions) {
      now.removeAll(partitions);
    }

    @Override
    public void lost(Set<Integer> partitions) {
      now.removeAll(partitions);
    }
  }
}
