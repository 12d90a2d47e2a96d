package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import org.jspecify.annotations.Nullable;

/**
 * A live source's pictures: microseconds since the epoch, always forward in decode order. When none
 * came for {@value #STALL_US} microseconds though the source usually gives more, the gap is named.
 */
final class LiveVideoTimeline implements Timeline {

  private static final long STALL_US = 1_000_000;
  private static final int STALL_INTERVALS = 3; // of a source that gives a picture a second

  private final LiveClock clock;
  private final ClockSteps steps;
  private final TimeBase device;
  private final boolean steady;
  private long last = Long.MIN_VALUE;
  private long usualUs; // between the last two pictures that came one after the other

  /**
   * Makes one.
   *
   * @param steady false when the source gives a picture only when it has another one
   */
  LiveVideoTimeline(LiveClock clock, TimeBase device, boolean steady) {
    this.steady = steady;
    this.clock = clock;
    this.steps = new ClockSteps(clock);
    this.device = device;
  }

  @Override
  public TimeBase timeBase() {
    return TimeBase.MICROSECONDS;
  }

  @Override
  public Placed place(TapeFrame frame, long wallUs) {
    long deviceUs = device.toUs(frame.decodeTimestamp());
    boolean stepped = steps.stepped(deviceUs, wallUs);
    long offset = clock.offsetUs(deviceUs, 0, wallUs);
    long decode = deviceUs + offset;
    Gap gap = last == Long.MIN_VALUE ? null : gap(stepped, decode);
    if (decode <= last) {
      decode = last + 1;
    }
    last = decode;
    long shown = Math.max(decode, device.toUs(frame.timestamp()) + offset);
    return new Placed(Timeline.at(frame, shown, decode, device.toUs(frame.duration())), gap);
  }

  private @Nullable Gap gap(boolean stepped, long decode) {
    long jumpUs = decode - last;
    if (stepped) {
      return new Gap(
          LossCause.CLOCK_STEPPED, 0, last, Math.max(last, decode), "device clock stepped");
    }
    if (steady && usualUs > 0 && jumpUs >= Math.max(STALL_US, STALL_INTERVALS * usualUs)) {
      long missing = Math.max(1, Math.round((double) jumpUs / usualUs) - 1);
      return new Gap(
          LossCause.DEVICE_STALLED, missing, last, decode, "the device gave no pictures");
    }
    usualUs = Math.max(1, jumpUs);
    return null;
  }
}
