package io.reelbus.agent;

/**
 * Whether a live track gives something: it is muted when nothing has come for a second, or for
 * three times as long as it lately took, whichever is longer. What comes in bursts, or once in a
 * while, is thus muted at most once. Guarded by its track.
 */
final class StallWatch {

  private static final long STALL_US = 1_000_000;
  private static final int STALL_WAITS = 3; // of a source that gives a picture a second
  private static final long LONGEST_WAIT_US = 3_000_000; // that makes it more patient
  private static final long WINDOW_US = 10_000_000;

  private long lastUs = Long.MIN_VALUE;
  private long windowUs; // wall clock at which the younger window began
  private long longest; // wait in the younger window
  private long longestBefore; // in the window before it

  /** Something came at this wall clock. */
  void came(long wallUs) {
    if (lastUs == Long.MIN_VALUE) {
      windowUs = wallUs;
    } else {
      if (wallUs - windowUs >= WINDOW_US) {
        longestBefore = longest;
        longest = 0;
        windowUs = wallUs;
      }
      longest = Math.max(longest, Math.min(LONGEST_WAIT_US, wallUs - lastUs));
    }
    lastUs = wallUs;
  }

  /** Whether it has stalled at this wall clock; it has not before two frames have come. */
  boolean isStalled(long wallUs) {
    long usual = Math.max(longest, longestBefore);
    return usual > 0 && wallUs - lastUs >= Math.max(STALL_US, STALL_WAITS * usual);
  }
}
