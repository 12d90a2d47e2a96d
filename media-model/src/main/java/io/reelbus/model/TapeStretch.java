package io.reelbus.model;

/**
 * What of a tape belongs to a recording between two pauses, and where it lies in recorded time,
 * which is tape time without the pauses.
 *
 * @param fromTimestamp first tape timestamp
 * @param toTimestamp tape timestamp behind it ({@code Long.MAX_VALUE}: to the end)
 * @param shift ticks paused before: recorded time is tape time less this
 */
public record TapeStretch(long fromTimestamp, long toTimestamp, long shift) {

  /** Checks the order. */
  public TapeStretch {
    if (toTimestamp < fromTimestamp || shift < 0) {
      throw new IllegalArgumentException(
          "stretch: ["
              + fromTimestamp
              + ", "
              + toTimestamp
              + ") less "
              + shift
              + " (expected: from <= to, shift >= 0)");
    }
  }
}
