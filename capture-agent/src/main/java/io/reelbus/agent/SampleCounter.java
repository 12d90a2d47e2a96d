package io.reelbus.agent;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;

/**
 * A file's sound in ticks of its sample rate. Containers with coarser ticks (Matroska: 1 ms) only
 * say roughly where a packet is; counting samples says it exactly, as long as the two agree. Where
 * they do not, there is a real gap or jump, and the container is right.
 */
final class SampleCounter implements Timeline {

  private final TimeBase container;
  private final TimeBase samples;
  private final long tolerance;
  private final int priming; // samples
  private boolean begun;
  private long expected;
  private long last = Long.MIN_VALUE;

  SampleCounter(TrackFormat format) {
    int rate = format.audioFormat().sampleRate();
    this.priming = format.audioFormat().initialPaddingSamples();
    this.container = format.timeBase();
    this.samples = TimeBase.ofRate(rate);
    this.tolerance = 1 + Math.max(container.rescale(2, samples), rate / 1000);
  }

  @Override
  public TimeBase timeBase() {
    return samples;
  }

  @Override
  public Placed place(TapeFrame frame, long wallUs) {
    if (container.equals(samples)) {
      return new Placed(frame, null);
    }
    long rescaled = begun ? container.rescale(frame.timestamp(), samples) : first(frame);
    long distance = Math.abs(rescaled - expected);
    boolean counted = begun && (distance <= tolerance || rescaled <= last);
    long timestamp = counted ? expected : rescaled;
    begun = true;
    last = timestamp;
    expected = timestamp + frame.sampleCount();
    return new Placed(Timeline.at(frame, timestamp, timestamp, frame.sampleCount()), null);
  }

  /** FFmpeg has moved the packets by the priming in whole ticks; its samples are exact. */
  private long first(TapeFrame frame) {
    long heardAt = frame.timestamp() + samples.rescale(priming, container);
    return container.rescale(heardAt, samples) - priming;
  }
}
