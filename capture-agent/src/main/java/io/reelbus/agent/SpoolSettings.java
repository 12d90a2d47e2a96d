package io.reelbus.agent;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How much a capture agent keeps of its live tracks while the bus does not take it (I8).
 *
 * @param memoryBytes of all live tracks together, at least 1 MiB
 * @param folder where more is kept on disk, made when missing; null for none
 * @param diskBytes how much more, at least 1 when there is a folder
 */
public record SpoolSettings(long memoryBytes, @Nullable Path folder, long diskBytes) {

  /** 64 MiB of memory and no disk. */
  public static final SpoolSettings DEFAULT = new SpoolSettings(64L << 20, null, 0);

  private static final long LEAST_MEMORY_BYTES = 1 << 20;

  /** Checks the ranges. */
  public SpoolSettings {
    if (memoryBytes < LEAST_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "spool memoryBytes: " + memoryBytes + " (expected: >= " + LEAST_MEMORY_BYTES + ")");
    }
    if (folder != null && diskBytes < 1) {
      throw new IllegalArgumentException("spool diskBytes: " + diskBytes + " (expected: >= 1)");
    }
  }
}
