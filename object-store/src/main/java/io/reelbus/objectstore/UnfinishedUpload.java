package io.reelbus.objectstore;

/**
 * A multipart upload that was neither completed nor aborted: its maker runs, or crashed.
 *
 * @param key object it would become
 * @param uploadId the store's name for it
 * @param startedAtUs store's clock, microseconds since the epoch; 0 when not told
 */
public record UnfinishedUpload(String key, String uploadId, long startedAtUs) {}
