package io.reelbus.model;

/**
 * Where a blob is on the bus while it is kept there.
 *
 * @param partition of {@code blobs}
 * @param offset of its first part
 */
public record BlobPlace(int partition, long offset) {}
