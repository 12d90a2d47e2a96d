package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;

/** A live source's pictures: microseconds since the epoch, always forward in decode order. */
final class LiveVideoTimeline implements Timeline {

  private final LiveClock clock;
  private final TimeBase device;
  private long last = Long.MIN_VALUE;

  LiveVideoTimeline(LiveClock clock, TimeBase device) {
    this.clock = clock;
    this.device = device;
  }

  @Override
  public TimeBase timeBase() {
    return TimeBase.MICROSECONDS;
  }

  @Override
  public Placed place(TapeFrame frame, long wallUs) {
    long deviceUs = device.toUs(frame.decodeTimestamp());
    boolean stepped = clock.stepped(deviceUs, wallUs);
    long offset = clock.offsetUs(deviceUs, 0, wallUs);
    long decode = deviceUs + offset;
    Gap gap =
        stepped && last != Long.MIN_VALUE
            ? new Gap(
                LossCause.CLOCK_STEPPED, 0, last, Math.max(last, decode), "device clock stepped")
            : null;
    if (decode <= last) {
      decode = last + 1;
    }
    last = decode;
    long shown = Math.max(decode, device.toUs(frame.timestamp()) + offset);
    return new Placed(Timeline.at(frame, shown, decode, device.toUs(frame.duration())), gap);
  }
}
