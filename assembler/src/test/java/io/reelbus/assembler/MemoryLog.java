package io.reelbus.assembler;

import io.reelbus.bus.ChunkConsumer;
import io.reelbus.bus.RebalanceListener;
import io.reelbus.bus.StoredChunk;
import io.reelbus.model.Chunk;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** One partition of chunks, as strict as the real one: what is committed is gone. */
final class MemoryLog {

  private final List<Chunk> chunks = new ArrayList<>();
  private int committed;

  void append(Chunk... more) {
    chunks.addAll(List.of(more));
  }

  int committed() {
    return committed;
  }

  int end() {
    return chunks.size();
  }

  /** A consumer that gives a few chunks per poll, from the committed offset on. */
  ChunkConsumer consumer(RebalanceListener listener) {
    return new ChunkConsumer() {
      private int position = -1;
      private boolean held;

      @Override
      public List<StoredChunk> poll(Duration timeout) {
        if (position < 0) {
          position = committed;
          listener.assigned(Set.of(0));
        }
        List<StoredChunk> some = new ArrayList<>();
        for (; !held && position < chunks.size() && some.size() < 3; position++) {
          some.add(Chunks.stored(chunks.get(position), position));
        }
        if (some.isEmpty()) {
          LockSupport.parkNanos(timeout.toNanos());
        }
        return some;
      }

      @Override
      public void hold(Set<Integer> partitions) {
        held = partitions.contains(0);
      }

      @Override
      public void commit(int partition, long offset) {
        committed = (int) offset;
      }

      @Override
      public Chunk read(int partition, long offset) {
        if (offset < committed) {
          throw new MediaException(
              "NotFoundError", MediaException.Next.QUARANTINE, "chunk " + offset + " is gone");
        }
        return chunks.get((int) offset);
      }

      @Override
      public void close() {}
    };
  }
}
