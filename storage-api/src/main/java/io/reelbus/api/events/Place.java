package io.reelbus.api.events;

import java.util.Arrays;

/**
 * A place between two events.
 *
 * @param next per partition of the ledger, the offset that comes next; 0 beyond its length
 * @param told per partition, how many events of that next line were told already; as long as {@code
 *     next}. Neither array is to be changed
 */
public record Place(long[] next, int[] told) {

  /** Before everything. */
  static final Place BEGINNING = of();

  /** Before the lines at these offsets. */
  static Place of(long... next) {
    return new Place(next, new int[next.length]);
  }

  /** Offset that comes next in a partition. */
  long next(int partition) {
    return partition < next.length ? next[partition] : 0;
  }

  /** How many events of a line were told at this place. */
  int toldOf(int partition, long offset) {
    if (offset < next(partition)) {
      return Integer.MAX_VALUE;
    }
    return partition < next.length && offset == next[partition] ? told[partition] : 0;
  }

  /** The place behind the first {@code count} of a line's {@code of} events. */
  Place behind(int partition, long offset, int count, int of) {
    int length = Math.max(next.length, partition + 1);
    long[] nextNow = Arrays.copyOf(next, length);
    int[] toldNow = Arrays.copyOf(told, length);
    nextNow[partition] = count == of ? offset + 1 : offset;
    toldNow[partition] = count == of ? 0 : count;
    return new Place(nextNow, toldNow);
  }
}
