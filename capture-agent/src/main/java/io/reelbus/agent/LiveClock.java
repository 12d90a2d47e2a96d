package io.reelbus.agent;

/**
 * Where a live source's own time lies on the wall clock. One for all tracks of a source, so that
 * they stay together. One thread.
 *
 * <p>The anchor is the first frame: its device time is the wall clock of its arrival. A device
 * whose time is the wall clock already keeps it. When device time steps by more than {@value
 * #STEP_US} microseconds against arrival, the anchor is set again.
 */
final class LiveClock {

  private static final long STEP_US = 10_000_000;

  private boolean anchored;
  private long offsetUs;

  /**
   * Microseconds to add to device time; {@code lengthUs} is how long the frame was in the making.
   */
  long offsetUs(long deviceUs, long lengthUs, long wallUs) {
    if (!anchored) {
      anchored = true;
      offsetUs = Math.abs(deviceUs - wallUs) <= STEP_US ? 0 : wallUs - lengthUs - deviceUs;
    }
    return offsetUs;
  }

  /** Sets the anchor to what is known of the source before its first frame is placed. */
  void anchor(long offsetUs) {
    this.anchored = true;
    this.offsetUs = offsetUs;
  }

  /** Device time stood still for a while. */
  void stalled(long lengthUs) {
    offsetUs += lengthUs;
  }

  /** Sets the anchor again if device time has stepped. */
  boolean stepped(long deviceUs, long wallUs) {
    if (!anchored || Math.abs(deviceUs + offsetUs - wallUs) <= STEP_US) {
      return false;
    }
    offsetUs = wallUs - deviceUs;
    return true;
  }
}
