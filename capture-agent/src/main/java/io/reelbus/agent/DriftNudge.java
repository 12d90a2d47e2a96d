package io.reelbus.agent;

import java.util.Arrays;

/**
 * Keeps a count of samples with the time that their device's stamps say, by one sample at a time.
 * Single stamps are off by milliseconds: the median over {@value #WINDOW_MS} ms of sound is
 * believed, and half of it made good before the next one. One thread.
 */
final class DriftNudge {

  private static final int WINDOW_MS = 4_000;
  private static final int MAX_FRAMES = 4_000; // of a window, the shortest frames
  private static final int DEAD_ZONE_MS = 1;
  private static final int FRAME_MS = 4; // of sound that take one sample more or less: 5,000 ppm

  private final int rate;
  private final long[] apart = new long[MAX_FRAMES];
  private int frames;
  private long samples; // in the window
  private long owed; // samples to add, or to take when negative
  private long every; // samples of sound between two of them
  private long since;

  /**
   * Makes one.
   *
   * @param rate samples per second
   */
  DriftNudge(int rate) {
    this.rate = rate;
  }

  /**
   * How many samples later than counted the next frame is to begin: -1, 0 or 1.
   *
   * @param ahead samples that the frame's stamp is ahead of the count
   */
  int next(long ahead, int sampleCount) {
    apart[frames++] = ahead;
    samples += sampleCount;
    since += sampleCount;
    if (samples >= ticks(WINDOW_MS) || frames == MAX_FRAMES) {
      decide();
    }
    if (owed == 0 || since < every || sampleCount < 2) {
      return 0;
    }
    since = 0;
    int step = Long.signum(owed);
    owed -= step;
    return step;
  }

  private void decide() {
    Arrays.sort(apart, 0, frames);
    long median = apart[frames / 2];
    owed = Math.abs(median) <= ticks(DEAD_ZONE_MS) ? 0 : median / 2;
    every = owed == 0 ? 0 : Math.max(ticks(FRAME_MS), samples / Math.abs(owed));
    frames = 0;
    samples = 0;
  }

  /** Starts over: the count has jumped. */
  void forget() {
    frames = 0;
    samples = 0;
    owed = 0;
    since = 0;
  }

  private long ticks(int millis) {
    return (long) rate * millis / 1000;
  }
}
