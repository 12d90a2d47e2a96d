package io.reelbus.standalone.disk;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When a disk is nearly full, and what may go then.
 *
 * @param lowBytes with less free, the operator is warned and old recordings go; at least 0
 * @param stopBytes with less free, only live recordings begin; 0 to {@code lowBytes}
 * @param keep recordings younger than this are never deleted; null to delete none at all
 */
public record DiskLimits(long lowBytes, long stopBytes, @Nullable Duration keep) {

  /** 5 GiB, 2 GiB, and nothing is ever deleted. */
  public static final DiskLimits DEFAULTS = new DiskLimits(5L << 30, 2L << 30, null);

  /** Checks the ranges. */
  public DiskLimits {
    if (stopBytes < 0 || stopBytes > lowBytes) {
      throw new IllegalArgumentException(
          "stopBytes: " + stopBytes + " (expected: 0 to lowBytes, " + lowBytes + ")");
    }
  }
}
