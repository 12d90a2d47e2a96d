package io.reelbus.recorder;

/**
 * When a frame may be captured at a frame rate. Frames that were not drawn may be made up for
 * within {@value #SLACK_US} microseconds, so that a program which draws at just that rate, but not
 * at even times, loses none. Not thread-safe.
 */
final class FrameGate {

  private static final long SLACK_US = 1_000_000;

  private final double intervalUs;
  private double nextUs;

  /**
   * Makes one.
   *
   * @param frameRate frames a second, above 0
   * @param openedAtUs from when on frames may be captured
   */
  FrameGate(double frameRate, long openedAtUs) {
    this.intervalUs = 1_000_000 / frameRate;
    this.nextUs = openedAtUs;
  }

  /** Whether a frame may be captured now; then it counts as captured. */
  boolean pass(long nowUs) {
    if (waitUs(nowUs) > 0) {
      return false;
    }
    nextUs = Math.max(nextUs, (double) (nowUs - SLACK_US)) + intervalUs;
    return true;
  }

  /** How long until one may. */
  long waitUs(long nowUs) {
    return Math.max(0, (long) Math.ceil(nextUs - nowUs));
  }
}
