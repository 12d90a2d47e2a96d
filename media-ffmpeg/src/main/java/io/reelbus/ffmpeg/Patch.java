package io.reelbus.ffmpeg;

/**
 * Bytes to overwrite in what was already flushed.
 *
 * @param offset position in the file
 * @param bytes the new bytes
 */
public record Patch(long offset, byte[] bytes) {}
