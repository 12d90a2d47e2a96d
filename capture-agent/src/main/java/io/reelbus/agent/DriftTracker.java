package io.reelbus.agent;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where a source's clock lies on ours, from when its frames arrive. A frame may be late but never
 * early: so the least difference of the last while is the best one, and its change is drift. One
 * thread.
 */
final class DriftTracker {

  private static final long BUCKET_US = 2_000_000;
  private static final int BUCKETS = 10;

  private final Deque<Long> leastOf = new ArrayDeque<>(); // full buckets, oldest first
  private long least = Long.MAX_VALUE;
  private long bucketEndUs = Long.MIN_VALUE;

  /** A frame of device time {@code deviceUs} was there at {@code wallUs}. */
  void arrived(long deviceUs, long wallUs) {
    if (bucketEndUs == Long.MIN_VALUE) {
      bucketEndUs = wallUs + BUCKET_US;
    } else if (wallUs >= bucketEndUs) {
      leastOf.add(least);
      if (leastOf.size() > BUCKETS) {
        leastOf.remove();
      }
      least = Long.MAX_VALUE;
      bucketEndUs = wallUs + BUCKET_US;
    }
    least = Math.min(least, wallUs - deviceUs);
  }

  /** Whether enough was seen for {@link #offsetUs()}. */
  boolean isKnown() {
    return leastOf.size() == BUCKETS;
  }

  /** Microseconds to add to device time to have ours. */
  long offsetUs() {
    return leastOf.stream().mapToLong(Long::longValue).min().orElseThrow();
  }

  /** Starts over: the clocks have stepped. */
  void forget() {
    leastOf.clear();
    least = Long.MAX_VALUE;
    bucketEndUs = Long.MIN_VALUE;
  }
}
