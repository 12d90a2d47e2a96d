package io.reelbus.bus;

import io.reelbus.model.Chunk;
import java.util.concurrent.CompletionStage;

/** Writes chunks for the assemblers. May be shared between threads. */
public interface ChunkPublisher {

  /**
   * Writes a chunk, in parts when it is larger than a record, to the partition of its recording.
   * Completes when every part is durable; fails with a RETRY {@code MediaException} otherwise, and
   * what was written of it is then ignored by readers.
   */
  CompletionStage<Void> publish(Chunk chunk);
}
