package io.reelbus.api.events;

import java.util.Arrays;

/**
 * A place between two events.
 *
 * @param next per partition of the ledger, the offset that comes next; 0 beyond its length. Not to
 *     be changed
 * @param open the partition whose next line was told in part, -1 for none
 * @param told how many of that line's events were told
 */
public record Place(long[] next, int open, int told) {

  /** Before everything. */
  static final Place BEGINNING = new Place(new long[0], -1, 0);

  /** Offset that comes next in a partition. */
  long next(int partition) {
    return partition < next.length ? next[partition] : 0;
  }

  /** How many events of a line were told at this place. */
  int toldOf(int partition, long offset) {
    if (offset < next(partition)) {
      return Integer.MAX_VALUE;
    }
    return partition == open && offset == next(partition) ? told : 0;
  }

  /** The place behind the first {@code count} of a line's {@code of} events. */
  Place behind(int partition, long offset, int count, int of) {
    long[] moved = Arrays.copyOf(next, Math.max(next.length, partition + 1));
    boolean all = count == of;
    moved[partition] = all ? offset + 1 : offset;
    return new Place(moved, all ? -1 : partition, all ? 0 : count);
  }
}
