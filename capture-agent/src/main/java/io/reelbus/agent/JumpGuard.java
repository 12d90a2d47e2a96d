package io.reelbus.agent;

import io.reelbus.model.MediaException;

/** Refuses a track whose time leaps: nobody wants a day of empty slices. One thread at a time. */
final class JumpGuard {

  private static final long MAX_JUMP_US = 24 * 3_600_000_000L;

  private final SliceGrid grid;
  private final String track;
  private long lastUs = Long.MIN_VALUE;

  JumpGuard(SliceGrid grid, String track) {
    this.grid = grid;
    this.track = track;
  }

  /**
   * Takes the next decode time.
   *
   * @throws MediaException {@code NotReadableError}: time jumps, the track cannot be recorded
   */
  void check(long timestamp) {
    long us = grid.mediaUs(timestamp);
    if (lastUs != Long.MIN_VALUE && us - lastUs > MAX_JUMP_US) {
      throw new MediaException(
          "NotReadableError",
          MediaException.Next.STOP,
          track
              + ": timestamps jump by "
              + (us - lastUs) / 1_000_000
              + " s (expected: less than a day)");
    }
    lastUs = Math.max(lastUs, us);
  }
}
