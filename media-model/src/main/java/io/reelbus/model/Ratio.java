package io.reelbus.model;

/**
 * A ratio such as a frame rate or a sample aspect ratio. {@code 0/1} means unknown.
 *
 * @param num numerator, at least 0
 * @param den denominator, at least 1
 */
public record Ratio(int num, int den) {

  public static final Ratio UNKNOWN = new Ratio(0, 1);

  /** Checks the ranges. */
  public Ratio {
    if (num < 0 || den < 1) {
      throw new IllegalArgumentException("ratio: " + num + "/" + den + " (expected: >= 0/1)");
    }
  }

  /** Whether a value is known. */
  public boolean known() {
    return num > 0;
  }

  /** As a floating point number; 0 when unknown. */
  public double value() {
    return (double) num / den;
  }

  @Override
  public String toString() {
    return num + "/" + den;
  }
}
