package io.reelbus.model;

/**
 * A stretch of a tape: Kafka topic, partition and offsets.
 *
 * @param topic Kafka topic
 * @param partition Kafka partition, at least 0
 * @param fromOffset first record's offset
 * @param toOffset offset behind the last record; equal to {@code fromOffset} when empty
 */
public record TapeRange(String topic, int partition, long fromOffset, long toOffset) {

  /** Checks the ranges. */
  public TapeRange {
    if (fromOffset < 0 || toOffset < fromOffset) {
      throw new IllegalArgumentException(
          "tape range: [" + fromOffset + ", " + toOffset + ") (expected: 0 <= from <= to)");
    }
  }

  public boolean isEmpty() {
    return fromOffset == toOffset;
  }

  @Override
  public String toString() {
    return topic + "-" + partition + "[" + fromOffset + "," + toOffset + ")";
  }
}
