package io.reelbus.agent;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;

/**
 * What a network camera gives at once when it is opened: frames from while it was probed, or since
 * its last key frame. Their arrival says nothing about when they were taken; that of the frames
 * behind them does. One thread.
 */
final class Backlog {

  private static final long QUIET_US = 200_000;
  private static final long GIVE_UP_US = 3_000_000;
  private static final long GIVE_UP_BYTES = 32 << 20;

  private final long beganUs;
  private long nowUs;
  private long offsetUs = Long.MAX_VALUE;
  private long improvedUs;
  private long bytes;

  Backlog(long wallUs) {
    this.beganUs = wallUs;
    this.improvedUs = wallUs;
    this.nowUs = wallUs;
  }

  /** Takes the next frame. */
  void arrived(TapeFrame frame, TimeBase base, long wallUs) {
    nowUs = wallUs;
    bytes += frame.data().remaining();
    long offset = wallUs - base.toUs(frame.decodeTimestamp());
    if (offset < offsetUs - QUIET_US / 10) {
      improvedUs = wallUs;
    }
    offsetUs = Math.min(offsetUs, offset);
  }

  /** Whether frames come as they happen: for 200 ms none was nearer to its arrival. */
  boolean isOver() {
    return nowUs - improvedUs > QUIET_US || nowUs - beganUs > GIVE_UP_US || bytes > GIVE_UP_BYTES;
  }

  /** Microseconds to add to device time to have wall time. */
  long offsetUs() {
    return offsetUs;
  }
}
