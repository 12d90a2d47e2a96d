package io.reelbus.agent;

import io.reelbus.model.TimeBase;
import java.math.BigInteger;

/**
 * Where the borders {@code k·T} of a recording lie on one track's tape, exactly.
 *
 * @param timeBase of the tape
 * @param originTimestamp tape timestamp of media time 0
 * @param timesliceUs T, at least 1
 */
record SliceGrid(TimeBase timeBase, long originTimestamp, long timesliceUs) {

  private static final long SECOND_US = 1_000_000;

  SliceGrid {
    if (timesliceUs < 1) {
      throw new IllegalArgumentException("timesliceUs: " + timesliceUs + " (expected: >= 1)");
    }
  }

  /** First tick at or behind media time {@code k·T}. */
  long border(long k) {
    BigInteger ticks =
        ceilDiv(
            big(k).multiply(big(timesliceUs)).multiply(big(timeBase.den())),
            big(SECOND_US).multiply(big(timeBase.num())));
    return ticks.add(big(originTimestamp)).longValueExact();
  }

  /** Media time of a tape timestamp. */
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
