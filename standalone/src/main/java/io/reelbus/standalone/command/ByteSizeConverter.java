package io.reelbus.standalone.command;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 0}, {@code 1000000}, {@code 500MiB}, {@code 5GiB}, {@code 2TiB}. */
final class ByteSizeConverter implements ITypeConverter<Long> {

  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,18}(?=$)|\\d{1,6}(?=[MGT]))(|MiB|GiB|TiB)");

  @Override
  public Long convert(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "'" + text + "' (expected: bytes, such as 1000000, 500MiB, 5GiB or 2TiB)");
    }
    int shift =
        switch (matcher.group(2)) {
          case "MiB" -> 20;
          case "GiB" -> 30;
          case "TiB" -> 40;
          default -> 0;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }
}
