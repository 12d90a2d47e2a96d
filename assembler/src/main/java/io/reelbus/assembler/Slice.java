package io.reelbus.assembler;

import io.reelbus.model.Chunk;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slice with all its tracks, in its turn.
 *
 * @param number from 0
 * @param last whether the recording ends with it
 * @param chunks by track; null for a track that ended before
 */
record Slice(int number, boolean last, List<@Nullable Chunk> chunks) {

  long sizeBytes() {
    long sum = 0;
    for (Chunk chunk : chunks) {
      sum += chunk == null ? 0 : chunk.sizeBytes();
    }
    return sum;
  }
}
