package io.reelbus.recorder;

import java.nio.file.Path;

/**
 * A file on this machine whose bytes were checked against the recording's checksum.
 *
 * @param file where it is
 * @param sizeBytes its size
 * @param sha256 lower-case hex
 */
public record DownloadedFile(Path file, long sizeBytes, String sha256) {}
