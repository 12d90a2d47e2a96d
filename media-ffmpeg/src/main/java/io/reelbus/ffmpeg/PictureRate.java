package io.reelbus.ffmpeg;

import io.reelbus.model.Ratio;
import io.reelbus.model.TimeBase;

/**
 * Thins pictures out to a lower rate: media time is divided into periods, and the first picture of
 * each is kept as it is. Which those are depends on the media time and the slice's own pictures
 * alone (I2); the one before a slice is taken to be where the source's rate would have put it.
 */
final class PictureRate {

  private final TimeBase timeBase;
  private final Ratio target;
  private final long sourceInterval;
  private long last = Long.MIN_VALUE;
  private long passed;

  /**
   * Makes one for a slice.
   *
   * @param timeBase of the tape
   * @param source rate of the tape, may be unknown
   * @param target lower than that; unknown keeps every picture
   */
  PictureRate(TimeBase timeBase, Ratio source, Ratio target) {
    this.timeBase = timeBase;
    this.target = target;
    this.sourceInterval =
        source.known() ? Math.max(1, timeBase.fromUs(Math.round(1e6 / source.value()))) : 1;
  }

  /** Whether there may be fewer pictures than on the tape. */
  boolean isReduced() {
    return target.known();
  }

  /** Whether to keep the next picture, which is at this media time in ticks of the tape. */
  boolean wants(long mediaTimestamp) {
    if (!target.known()) {
      return true;
    }
    long before = last == Long.MIN_VALUE ? mediaTimestamp - sourceInterval : last;
    last = mediaTimestamp;
    boolean wanted = period(mediaTimestamp) > period(before);
    if (!wanted) {
      passed++;
    }
    return wanted;
  }

  /** The period a time is in. A quarter of the source's interval early still counts as in time. */
  private long period(long mediaTimestamp) {
    long ticks = mediaTimestamp + sourceInterval / 4;
    return Math.floorDiv(
        Math.multiplyExact(ticks, (long) timeBase.num() * target.num()),
        (long) timeBase.den() * target.den());
  }

  /** Pictures left out so far. */
  long passed() {
    return passed;
  }
}
