package io.reelbus.bus;

import io.reelbus.model.Chunk;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One assembler's end of {@code chunks}. Belongs to one thread. */
public interface ChunkConsumer extends AutoCloseable {

  /**
   * The chunks that came, in the order of their last parts per partition; empty after {@code
   * timeout}. The same chunk can come again (I3).
   *
   * @throws io.reelbus.model.MediaException RETRY when the bus cannot be reached
   */
  List<StoredChunk> poll(Duration timeout);

  /**
   * From now on {@link #poll} gives nothing of these partitions, and does not read ahead of them.
   * Chunks whose last part has been read may still come once. Those that are not ours are left out.
   */
  void hold(Set<Integer> partitions);

  /**
   * Says that everything before {@code offset} of a partition is stored (I6). Never passes the
   * start of a chunk whose last part has not come yet.
   *
   * @throws io.reelbus.model.MediaException RETRY when the broker refuses or does not answer; the
   *     chunks then come again
   */
  void commit(int partition, long offset);

  /**
   * Reads one chunk again by its {@link StoredChunk#offset()}.
   *
   * @throws io.reelbus.model.MediaException QUARANTINE when it is not there any more, RETRY when it
   *     does not come in time
   */
  Chunk read(int partition, long offset);

  /** Leaves the group without committing. */
  @Override
  void close();
}
