package io.reelbus.agent;

/**
 * The border rule of packets that depend on one another: slice k+1 begins at the first key packet
 * with timestamp at or behind {@code (k+1)T}; if none comes, at the first packet with decode time
 * at or behind {@code (k+2)T}.
 *
 * <p>Ask again for the same entry until it answers false: one packet may pass several borders.
 */
final class KeyBorders {

  private final SliceGrid grid;
  private int slice;
  private long next; // (k+1)T
  private long limit; // (k+2)T
  private long border;

  KeyBorders(SliceGrid grid) {
    this.grid = grid;
    this.next = grid.border(1);
    this.limit = grid.border(2);
  }

  /** Whether a slice begins at this entry; if so, it is the open one from now on. */
  boolean begins(TapeEntry entry) {
    if (entry.key() && entry.timestamp() >= next) {
      border = entry.timestamp();
    } else if (entry.decodeTimestamp() >= limit) {
      border = limit;
    } else {
      return false;
    }
    slice++;
    next = limit;
    limit = grid.border(slice + 2L);
    return true;
  }

  /** No slice behind the open one begins before this presentation time. */
  long next() {
    return next;
  }

  /** The open slice. */
  int slice() {
    return slice;
  }

  /** Presentation time at which the open slice begins. */
  long border() {
    return border;
  }
}
