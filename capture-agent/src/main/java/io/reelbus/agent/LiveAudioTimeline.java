package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;

/**
 * A live source's sound: samples since the epoch, counted. A device whose clock is slow or fast is
 * kept with ours by {@link DriftNudge}: now and then a frame begins a sample later, or earlier,
 * than the one before it ended; who decodes it stretches it by that sample. When the device's own
 * time stays ahead of the count by more than {@value #DRIFT_MS} ms, samples are missing: the count
 * jumps forward and the gap is named.
 *
 * <p>"Stays", because on a busy machine sound servers stamp single packets some 100 ms late though
 * nothing is missing. What is ahead for {@value #BELIEVED_MS} ms of sound is believed, at its least
 * value; what is ahead by more than {@value #OBVIOUS_MS} ms at once.
 */
final class LiveAudioTimeline implements Timeline {

  private static final int DRIFT_MS = 100;
  private static final int BELIEVED_MS = 500;
  private static final int OBVIOUS_MS = 2000;

  private final LiveClock clock;
  private final ClockSteps steps;
  private final TimeBase device;
  private final TimeBase samples;
  private final int rate;
  private final DriftNudge nudge;
  private boolean begun;
  private long next;
  private long aheadFor; // samples since the device's time was last with the count
  private long leastAhead;

  LiveAudioTimeline(LiveClock clock, TimeBase device, int rate) {
    this.clock = clock;
    this.steps = new ClockSteps(clock);
    this.device = device;
    this.samples = TimeBase.ofRate(rate);
    this.rate = rate;
    this.nudge = new DriftNudge(rate);
  }

  @Override
  public TimeBase timeBase() {
    return samples;
  }

  @Override
  public Placed place(TapeFrame frame, long wallUs) {
    long deviceUs = device.toUs(frame.timestamp());
    boolean stepped = steps.stepped(deviceUs, wallUs);
    long offset = clock.offsetUs(deviceUs, samples.toUs(frame.sampleCount()), wallUs);
    long position = samples.fromUs(deviceUs + offset);
    if (!begun) {
      begun = true;
      next = position;
    }
    long missing = missing(position - next, frame.sampleCount());
    Gap gap =
        missing == 0
            ? null
            : new Gap(
                stepped ? LossCause.CLOCK_STEPPED : LossCause.DEVICE_STALLED,
                missing,
                next,
                next + missing,
                stepped ? "device clock stepped" : "the device gave no samples");
    if (missing > 0) {
      nudge.forget();
    } else {
      next += nudge.next(position - next, frame.sampleCount());
    }
    long timestamp = next + missing;
    next = timestamp + frame.sampleCount();
    return new Placed(Timeline.at(frame, timestamp, timestamp, frame.sampleCount()), gap);
  }

  /** Samples missing before a frame whose device time is {@code ahead} of the count. */
  private long missing(long ahead, int sampleCount) {
    if (ahead <= ticks(DRIFT_MS)) {
      aheadFor = 0;
      return 0;
    }
    leastAhead = aheadFor == 0 ? ahead : Math.min(leastAhead, ahead);
    aheadFor += Math.max(1, sampleCount);
    if (ahead <= ticks(OBVIOUS_MS) && aheadFor < ticks(BELIEVED_MS)) {
      return 0;
    }
    aheadFor = 0;
    return ahead > ticks(OBVIOUS_MS) ? ahead : leastAhead;
  }

  private long ticks(int millis) {
    return (long) rate * millis / 1000;
  }
}
