package io.reelbus.agent;

/** One track's view of its source's clock: whether it has stepped before a frame. One thread. */
final class ClockSteps {

  // Stamps jitter less than this, and decode times do not go back.
  private static final long BACK_US = 100_000;

  private final LiveClock clock;
  private long lastDeviceUs = Long.MIN_VALUE / 2;
  private int seen;

  ClockSteps(LiveClock clock) {
    this.clock = clock;
  }

  /** Whether the clock was set again, by this frame or by another track's before it. */
  boolean stepped(long deviceUs, long wallUs) {
    clock.check(deviceUs, wallUs, deviceUs < lastDeviceUs - BACK_US);
    lastDeviceUs = deviceUs;
    boolean stepped = clock.steps() != seen;
    seen = clock.steps();
    return stepped;
  }
}
