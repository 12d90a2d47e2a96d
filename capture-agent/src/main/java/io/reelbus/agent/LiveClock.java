package io.reelbus.agent;

/**
 * Where a live source's own time lies on the capture clock. One for all tracks of a source, so that
 * they stay together. One thread.
 *
 * <p>The anchor is the first frame: its device time is the wall clock of its arrival. A device
 * whose time is the machine's wall clock already keeps it. The others' drift is followed by at most
 * {@value #SLEW_PPM} ppm. The anchor is set again when device time steps: when a frame comes from
 * the future, from more than {@value #STEP_US} microseconds ago, or from before the one before it.
 */
final class LiveClock {

  private static final long STEP_US = 10_000_000;
  private static final long FUTURE_US = 500_000;
  private static final long SLEW_PPM = 500;

  private final WallClock clock;
  private final boolean drifts;
  private final DriftTracker drift = new DriftTracker();
  private boolean anchored;
  private boolean wallStamped;
  private long offsetUs;
  private long clockSteppedUs;
  private long slewedAtUs;
  private int steps;

  /**
   * Makes one.
   *
   * @param drifts whether the source has a clock of its own; false for what is paced by ours
   */
  LiveClock(WallClock clock, boolean drifts) {
    this.clock = clock;
    this.drifts = drifts;
    this.clockSteppedUs = clock.steppedUs();
  }

  /**
   * Microseconds to add to device time; {@code lengthUs} is how long the frame was in the making.
   */
  long offsetUs(long deviceUs, long lengthUs, long wallUs) {
    if (!anchored) {
      anchored = true;
      wallStamped = Math.abs(deviceUs + clock.leadUs() - wallUs) <= STEP_US;
      offsetUs = wallStamped ? 0 : wallUs - lengthUs - deviceUs;
      slewedAtUs = wallUs;
    }
    if (wallStamped) {
      return clock.leadUs();
    }
    if (drifts) {
      drift.arrived(deviceUs + lengthUs, wallUs);
      follow(wallUs);
    }
    return offsetUs;
  }

  /** Where a device time lies, once the first frame was seen. */
  long placedUs(long deviceUs) {
    return deviceUs + (wallStamped ? clock.leadUs() : offsetUs);
  }

  private void follow(long wallUs) {
    long allowedUs = (wallUs - slewedAtUs) * SLEW_PPM / 1_000_000;
    if (allowedUs <= 0) {
      return;
    }
    slewedAtUs = wallUs;
    if (drift.isKnown()) {
      long apartUs = drift.offsetUs() - offsetUs;
      offsetUs += Math.max(-allowedUs, Math.min(allowedUs, apartUs));
    }
  }

  /** Sets the anchor to what is known of the source before its first frame is placed. */
  void anchor(long known) {
    this.anchored = true;
    this.offsetUs = known;
    this.slewedAtUs = clock.nowUs();
  }

  /** Device time stood still for a while. */
  void stalled(long lengthUs) {
    offsetUs += lengthUs;
  }

  /**
   * Sets the anchor again if device time, or the machine's, has stepped; {@link #steps()} then says
   * one more.
   *
   * @param isBack whether device time is before the last frame of its track
   */
  void check(long deviceUs, long wallUs, boolean isBack) {
    if (!anchored) {
      return;
    }
    long jumpUs = clock.steppedUs() - clockSteppedUs;
    if (jumpUs > 0) {
      clockSteppedUs += jumpUs;
      offsetUs += jumpUs; // what is stamped with the wall clock has jumped by itself
      stepped();
      return;
    }
    long placedUs = placedUs(deviceUs);
    boolean isFuture = placedUs - wallUs > (wallStamped ? STEP_US : FUTURE_US);
    if (isFuture || isBack || wallUs - placedUs > STEP_US) {
      wallStamped = false;
      offsetUs = wallUs - deviceUs;
      stepped();
    }
  }

  private void stepped() {
    steps++;
    drift.forget();
  }

  /** How often the anchor was set again. */
  int steps() {
    return steps;
  }
}
