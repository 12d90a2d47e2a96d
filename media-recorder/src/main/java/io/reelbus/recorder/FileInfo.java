package io.reelbus.recorder;

/**
 * The file of a finished recording.
 *
 * @param url path at the server, for players and browsers
 * @param sizeBytes its size
 * @param sha256 lower-case hex, verified in the store
 * @param frames video frames in it
 * @param durationUs media length, microseconds
 * @param objectKey where it is in the object store
 * @param manifestKey where its manifest is
 */
public record FileInfo(
    String url,
    long sizeBytes,
    String sha256,
    long frames,
    long durationUs,
    String objectKey,
    String manifestKey) {}
