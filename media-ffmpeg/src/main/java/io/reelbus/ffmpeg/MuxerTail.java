package io.reelbus.ffmpeg;

import java.util.List;

/**
 * The end of a file.
 *
 * @param bytes what comes behind the last blob
 * @param patches what to overwrite, all near the file's head, in order
 */
public record MuxerTail(byte[] bytes, List<Patch> patches) {}
