package io.reelbus.recorder;

/**
 * W3C {@code BlobEvent}.
 *
 * @param data the recorded media
 * @param timecodeMs media time of its first frame, milliseconds since the recording's first
 */
public record BlobEvent(Blob data, double timecodeMs) {}
