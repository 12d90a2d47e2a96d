package io.reelbus.model;

import java.math.BigInteger;

/**
 * Length of one timestamp tick as a fraction of a second, {@code num/den}.
 *
 * <p>Timestamps on tapes and in chunks stay in the ticks the device gave, so that what comes out
 * equals what went in; microseconds are for people, slices and the ledger.
 *
 * @param num numerator, at least 1
 * @param den denominator, at least 1
 */
public record TimeBase(int num, int den) {

  /** One tick per microsecond: live captures and the ledger. */
  public static final TimeBase MICROSECONDS = new TimeBase(1, 1_000_000);

  /** Checks the ranges. */
  public TimeBase {
    if (num < 1 || den < 1) {
      throw new IllegalArgumentException("timeBase: " + num + "/" + den + " (expected: >= 1/1)");
    }
  }

  /** One tick per audio sample. */
  public static TimeBase ofRate(int ticksPerSecond) {
    return new TimeBase(1, ticksPerSecond);
  }

  /** Ticks to microseconds, rounded to the nearest, halves away from zero. */
  public long toUs(long ticks) {
    return rescale(ticks, MICROSECONDS);
  }

  /** Microseconds to ticks, rounded to the nearest, halves away from zero. */
  public long fromUs(long us) {
    return MICROSECONDS.rescale(us, this);
  }

  /** {@code ticks} of this base in ticks of {@code to}, nearest, halves away from zero. */
  public long rescale(long ticks, TimeBase to) {
    if (equals(to)) {
      return ticks;
    }
    long mul = (long) num * to.den;
    long div = (long) den * to.num;
    long high = Math.multiplyHigh(ticks, mul);
    long low = ticks * mul;
    if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
      long half = low >= 0 ? div / 2 : -(div / 2);
      if (Long.MAX_VALUE - div > Math.abs(low)) {
        return (low + half) / div;
      }
    }
    BigInteger product = BigInteger.valueOf(ticks).multiply(BigInteger.valueOf(mul));
    BigInteger half = BigInteger.valueOf(div / 2);
    BigInteger sum = product.signum() >= 0 ? product.add(half) : product.subtract(half);
    return sum.divide(BigInteger.valueOf(div)).longValueExact();
  }

  /** Whether {@code ticks} of this base is before {@code otherTicks} of {@code other}, exactly. */
  public int compare(long ticks, TimeBase other, long otherTicks) {
    BigInteger left =
        BigInteger.valueOf(ticks).multiply(BigInteger.valueOf((long) num * other.den));
    BigInteger right =
        BigInteger.valueOf(otherTicks).multiply(BigInteger.valueOf((long) other.num * den));
    return left.compareTo(right);
  }

  @Override
  public String toString() {
    return num + "/" + den;
  }
}
