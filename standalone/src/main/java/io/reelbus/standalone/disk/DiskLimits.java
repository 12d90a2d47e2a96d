package io.reelbus.standalone.disk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a disk is nearly full, and what may go then. What counts is what is free, less what the
 * embedded store needs for completing files.
 *
 * @param lowBytes with less room, the operator is warned and old recordings go; at least 0
 * @param stopBytes with less room, only live recordings begin; 0 to {@code lowBytes}
 * @param lastBytes with less room, live recordings are stopped, and with less than twice that files
 *     are not read on; less than {@code stopBytes}, or both 0
 * @param keep recordings younger than this are never deleted; null to delete none at all
 */
public record DiskLimits(long lowBytes, long stopBytes, long lastBytes, @Nullable Duration keep) {

  /**
   * What ending live recordings may take, and what is written until they end: see
   * docs/reliability.md.
   */
  private static final long LAST_BYTES = 512L << 20;

  /** 5 GiB, 2 GiB, 512 MiB, and nothing is ever deleted. */
  public static final DiskLimits DEFAULTS = new DiskLimits(5L << 30, 2L << 30, LAST_BYTES, null);

  /** Checks the ranges. */
  public DiskLimits {
    if (stopBytes < 0 || stopBytes > lowBytes) {
      throw new IllegalArgumentException(
          "stopBytes: " + stopBytes + " (expected: 0 to lowBytes, " + lowBytes + ")");
    }
    if (lastBytes < 0 || (lastBytes > 0 && lastBytes >= stopBytes)) {
      throw new IllegalArgumentException(
          "lastBytes: " + lastBytes + " (expected: 0, or less than stopBytes, " + stopBytes + ")");
    }
  }

  /** The usual {@code lastBytes}: 512 MiB, or a quarter of {@code stopBytes} if that is less. */
  public static long lastBytes(long stopBytes) {
    return Math.min(LAST_BYTES, stopBytes / 4);
  }
}
