package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;

/**
 * A live source's sound: samples since the epoch, counted. When the device's own time runs ahead of
 * the count by more than {@value #DRIFT_MS} ms, samples are missing: the count jumps forward and
 * the gap is named.
 */
final class LiveAudioTimeline implements Timeline {

  private static final int DRIFT_MS = 100;

  private final LiveClock clock;
  private final TimeBase device;
  private final TimeBase samples;
  private final int rate;
  private boolean begun;
  private long next;

  LiveAudioTimeline(LiveClock clock, TimeBase device, int rate) {
    this.clock = clock;
    this.device = device;
    this.samples = TimeBase.ofRate(rate);
    this.rate = rate;
  }

  @Override
  public TimeBase timeBase() {
    return samples;
  }

  @Override
  public Placed place(TapeFrame frame, long wallUs) {
    long deviceUs = device.toUs(frame.timestamp());
    boolean stepped = clock.stepped(deviceUs, wallUs);
    long offset = clock.offsetUs(deviceUs, samples.toUs(frame.sampleCount()), wallUs);
    long position = samples.fromUs(deviceUs + offset);
    Gap gap = null;
    if (!begun) {
      begun = true;
      next = position;
    } else if (position - next > (long) rate * DRIFT_MS / 1000) {
      gap =
          new Gap(
              stepped ? LossCause.CLOCK_STEPPED : LossCause.DEVICE_STALLED,
              position - next,
              next,
              position,
              stepped ? "device clock stepped" : "the device gave no samples");
      next = position;
    }
    long timestamp = next;
    next += frame.sampleCount();
    return new Placed(Timeline.at(frame, timestamp, timestamp, frame.sampleCount()), gap);
  }
}
