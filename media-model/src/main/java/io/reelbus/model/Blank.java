package io.reelbus.model;

/**
 * A stretch of a tape that a recording shows as black, or plays as silence, because its track was
 * disabled. The tape itself holds what the device gave.
 *
 * @param fromTimestamp first tape timestamp
 * @param toTimestamp tape timestamp behind it ({@code Long.MAX_VALUE}: to the end)
 */
public record Blank(long fromTimestamp, long toTimestamp) {

  /** Checks the order. */
  public Blank {
    if (toTimestamp < fromTimestamp) {
      throw new IllegalArgumentException(
          "blank: [" + fromTimestamp + ", " + toTimestamp + ") (expected: from <= to)");
    }
  }

  /** Whether a timestamp is in it. */
  public boolean contains(long timestamp) {
    return timestamp >= fromTimestamp && timestamp < toTimestamp;
  }
}
