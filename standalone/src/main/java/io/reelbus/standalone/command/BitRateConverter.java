package io.reelbus.standalone.command;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads bits per second: {@code 2500000}, {@code 2500k}, {@code 2.5M}. */
final class BitRateConverter implements ITypeConverter<Long> {

  private static final Pattern TEXT = Pattern.compile("(\\d{1,10}(?:\\.\\d{1,3})?)([kM]?)");
  private static final long LEAST = 1_000;
  private static final long MOST = 1_000_000_000;

  @Override
  public Long convert(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (matcher.matches()) {
      long unit =
          switch (matcher.group(2)) {
            case "k" -> 1_000;
            case "M" -> 1_000_000;
            default -> 1;
          };
      long value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
      if (value >= LEAST && value <= MOST) {
        return value;
      }
    }
    throw new TypeConversionException(
        "'" + text + "' (expected: bits per second, 1000 to 1000000000, such as 2500000 or 2.5M)");
  }
}
