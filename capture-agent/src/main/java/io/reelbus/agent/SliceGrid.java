package io.reelbus.agent;

import io.reelbus.model.TimeBase;
import java.math.BigInteger;

/**
 * Where the borders of a recording's slices lie on one track's tape, exactly, in recorded time: the
 * tape's ticks without its pauses. One thread at a time.
 */
final class SliceGrid {

  private static final long SECOND_US = 1_000_000;

  private final TimeBase timeBase;
  private final long originTimestamp;
  private SliceSchedule schedule;
  private long lateFrom = Long.MAX_VALUE;
  private long settled = Long.MIN_VALUE;

  /** A grid of slices that are all {@code timesliceUs} long, at least 1. */
  SliceGrid(TimeBase timeBase, long originTimestamp, long timesliceUs) {
    this(timeBase, originTimestamp, SliceSchedule.every(timesliceUs));
  }

  /**
   * Makes one.
   *
   * @param timeBase of the tape
   * @param originTimestamp tape timestamp of media time 0
   */
  SliceGrid(TimeBase timeBase, long originTimestamp, SliceSchedule schedule) {
    this.timeBase = timeBase;
    this.originTimestamp = originTimestamp;
    this.schedule = schedule;
  }

  TimeBase timeBase() {
    return timeBase;
  }

  long originTimestamp() {
    return originTimestamp;
  }

  SliceSchedule schedule() {
    return schedule;
  }

  /**
   * Goes on with a schedule of more commands. What it changes before {@code settledTimestamp}, up
   * to where frames are in their slices already, came too late: it happens there.
   */
  void reschedule(SliceSchedule more, long settledTimestamp) {
    long changed = more.firstChanged(schedule);
    schedule = more;
    if (changed != Long.MAX_VALUE && at(more.borderUs(changed)) < settledTimestamp) {
      lateFrom = Math.min(lateFrom, changed);
      settled = Math.max(settled, settledTimestamp);
    }
  }

  /** First tick of slice {@code k}. */
  long border(long k) {
    long tick = at(schedule.borderUs(k));
    return k >= lateFrom ? Math.max(tick, settled) : tick;
  }

  /** Media time at which slice {@code k} begins. */
  long borderUs(long k) {
    return schedule.borderUs(k);
  }

  /** First tick at or behind a media time. */
  long at(long mediaUs) {
    BigInteger ticks =
        ceilDiv(
            big(mediaUs).multiply(big(timeBase.den())),
            big(SECOND_US).multiply(big(timeBase.num())));
    return ticks.add(big(originTimestamp)).longValueExact();
  }

  /** Media time of a tick. */
  long mediaUs(long timestamp) {
    return timeBase.toUs(timestamp - originTimestamp);
  }

  static BigInteger big(long value) {
    return BigInteger.valueOf(value);
  }

  /** Quotient rounded up; the divisor is positive. */
  static BigInteger ceilDiv(BigInteger dividend, BigInteger divisor) {
    BigInteger[] parts = dividend.divideAndRemainder(divisor);
    return parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
  }
}
