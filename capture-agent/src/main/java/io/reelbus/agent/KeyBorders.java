package io.reelbus.agent;

/**
 * The border rule of packets that depend on one another: slice k+1 begins at the first key packet
 * with timestamp at or behind its border; if none comes before the border of slice k+2, at the
 * first packet with decode time at or behind that.
 *
 * <p>Ask again for the same entry until it answers false: one packet may pass several borders.
 */
final class KeyBorders {

  private final SliceGrid grid;
  private int slice;
  private long border = Long.MIN_VALUE;

  KeyBorders(SliceGrid grid) {
    this.grid = grid;
  }

  /** Whether a slice begins at this entry; if so, it is the open one from now on. */
  boolean begins(TapeEntry entry) {
    if (entry.key() && entry.timestamp() >= next()) {
      return open(entry.timestamp());
    }
    long limit = grid.border(slice + 2L);
    return entry.decodeTimestamp() >= limit && open(limit);
  }

  /**
   * Whether a slice begins before this one, or this one does, key packet or not; if so, it is the
   * open one from now on.
   */
  boolean beginsUpTo(long lastSlice) {
    return slice < lastSlice && open(next());
  }

  /** A slice begins here, whatever the grid says. */
  boolean open(long timestamp) {
    slice++;
    border = Math.max(border, timestamp);
    return true;
  }

  /** No slice behind the open one begins before this presentation time. */
  long next() {
    return grid.border(slice + 1L);
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
