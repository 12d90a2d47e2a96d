package io.reelbus.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One byte range of a file, RFC 9110 section 14.
 *
 * @param from first byte
 * @param to byte behind the last
 */
record ByteRange(long from, long to) {

  // 18 digits: what does not fit a long is no range of ours.
  private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

  /**
   * Reads a Range header.
   *
   * @param header absent, malformed, of another unit, or with several ranges: the whole file, as
   *     the RFC allows
   * @param size of the file
   * @return null for the whole file
   * @throws Refusal {@code RangeError} (416) when no byte of it is in the file
   */
  static @Nullable ByteRange parse(@Nullable String header, long size) {
    Matcher one = ONE.matcher(header == null ? "" : header);
    if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
      return null;
    }
    long from;
    long to = size;
    if (one.group(1).isEmpty()) {
      from = Math.max(0, size - Long.parseLong(one.group(2)));
    } else {
      from = Long.parseLong(one.group(1));
      if (!one.group(2).isEmpty()) {
        long last = Long.parseLong(one.group(2));
        if (last < from) {
          return null; // malformed
        }
        to = Math.min(size, last + 1);
      }
    }
    if (from >= size) {
      throw new Refusal(
          new Problem(
              416,
              "RangeError",
              "range " + header + " is outside the file",
              "Range",
              "0 to " + (size - 1)));
    }
    return new ByteRange(from, to);
  }

  long length() {
    return to - from;
  }
}
