package io.reelbus.objectstore;

/**
 * An object that is in the store.
 *
 * @param key object key
 * @param sizeBytes length
 * @param sha256 lower-case hex digest of all its bytes, as read back from the store; empty when the
 *     call did not read them
 * @param modifiedAtUs store's clock, microseconds since the epoch; 0 when not told
 */
public record StoredObject(String key, long sizeBytes, String sha256, long modifiedAtUs) {}
