package io.reelbus.agent;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Whether a sound server's stamps have settled. For most of a second after connecting, PulseAudio
 * shortens its buffers and its idea of the latency moves by up to half a second; sound from then
 * would stand beside the picture. One thread.
 */
final class Settling {

  private static final long WINDOW_US = 250_000;
  private static final long SPREAD_US = 15_000;
  private static final long GIVE_UP_US = 2_000_000;

  private record Seen(long countedUs, long offsetUs) {}

  private final TimeBase device;
  private final TimeBase samples;
  private final Deque<Seen> window = new ArrayDeque<>();
  private long counted;

  Settling(TrackFormat format) {
    this.device = format.timeBase();
    this.samples = TimeBase.ofRate(format.audioFormat().sampleRate());
  }

  /** Takes the next frame; true when those behind it may be used. */
  boolean isSettledAfter(TapeFrame frame) {
    long countedUs = samples.toUs(counted);
    window.add(new Seen(countedUs, device.toUs(frame.timestamp()) - countedUs));
    counted += frame.sampleCount();
    boolean full = false;
    while (countedUs - window.element().countedUs() > WINDOW_US) {
      window.remove();
      full = true;
    }
    long least = window.stream().mapToLong(Seen::offsetUs).min().orElse(0);
    long most = window.stream().mapToLong(Seen::offsetUs).max().orElse(0);
    return (full && most - least <= SPREAD_US) || countedUs > GIVE_UP_US;
  }
}
