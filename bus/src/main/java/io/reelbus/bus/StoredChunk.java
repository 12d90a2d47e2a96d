package io.reelbus.bus;

import io.reelbus.model.Chunk;

/**
 * A chunk and where it lies.
 *
 * @param chunk the chunk
 * @param partition its recording's partition
 * @param offset of its first part; {@link ChunkConsumer#read} takes it again
 * @param nextOffset behind its last part: what to commit when this and all before are stored
 */
public record StoredChunk(Chunk chunk, int partition, long offset, long nextOffset) {}
