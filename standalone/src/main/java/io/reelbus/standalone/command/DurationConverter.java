package io.reelbus.standalone.command;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code 500ms}, {@code 10s}, {@code 1.5s}, {@code 2m}, {@code 1h30m}, {@code 30d}. Longer
 * than zero.
 */
final class DurationConverter implements ITypeConverter<Duration> {

  private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h|d)");
  private static final Pattern WHOLE = Pattern.compile("(?:" + PART.pattern() + ")+");

  @Override
  public Duration convert(String text) {
    String value = text.strip();
    if (!WHOLE.matcher(value).matches()) {
      throw refuse(text);
    }
    Duration sum = Duration.ZERO;
    Matcher part = PART.matcher(value);
    while (part.find()) {
      long unitUs =
          switch (part.group(2)) {
            case "ms" -> 1_000L;
            case "s" -> 1_000_000L;
            case "m" -> 60_000_000L;
            case "h" -> 3_600_000_000L;
            default -> 86_400_000_000L;
          };
      BigDecimal us = new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unitUs));
      sum = sum.plusNanos(us.setScale(0, RoundingMode.HALF_UP).longValueExact() * 1_000);
    }
    if (sum.isZero()) {
      throw refuse(text);
    }
    return sum;
  }

  private static TypeConversionException refuse(String text) {
    return new TypeConversionException(
        "'" + text + "' (expected: a number and a unit, longer than 0, such as 500ms, 10s, 2m)");
  }
}
