package io.reelbus.model.constraints;

/**
 * A size that a camera or screen gives by itself, as agents announce it: {@code 1280x720@5..30}.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param lowestRate frames per second, more than 0
 * @param highestRate frames per second, at least {@code lowestRate}
 */
public record VideoMode(int width, int height, double lowestRate, double highestRate) {

  /** Checks the ranges. */
  public VideoMode {
    if (width < 1 || height < 1 || !(lowestRate > 0 && lowestRate <= highestRate)) {
      throw new IllegalArgumentException(
          "mode: " + width + "x" + height + "@" + lowestRate + ".." + highestRate);
    }
  }

  /**
   * Reads one.
   *
   * @throws IllegalArgumentException when it is not one
   */
  public static VideoMode parse(String text) {
    int times = text.indexOf('x');
    int at = text.indexOf('@');
    if (times < 0 || at < times) {
      throw new IllegalArgumentException("mode: '" + text + "' (expected: like 1280x720@5..30)");
    }
    int width = Integer.parseInt(text.substring(0, times));
    int height = Integer.parseInt(text.substring(times + 1, at));
    Capability rate = Capability.parse(ConstrainableProperty.FRAME_RATE, text.substring(at + 1));
    Capability.Range range = (Capability.Range) rate;
    return new VideoMode(width, height, range.min(), range.max());
  }

  @Override
  public String toString() {
    String rates = Value.of(lowestRate).plain().toString();
    if (lowestRate != highestRate) {
      rates += ".." + Value.of(highestRate).plain();
    }
    return width + "x" + height + "@" + rates;
  }
}
