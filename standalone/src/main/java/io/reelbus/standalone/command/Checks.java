package io.reelbus.standalone.command;

import io.reelbus.standalone.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/** Ranges of options; every refusal names the option, the value and what is expected. */
final class Checks {

  private static final Pattern HOST_PORT = Pattern.compile("[^,\\s]+:\\d{1,5}");
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  private Checks() {}

  static int range(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new UsageException(
          option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
    return value;
  }

  static long atLeast(String option, long value, long least) {
    if (value < least) {
      throw new UsageException(option + ": " + value + " (expected: >= " + least + ")");
    }
    return value;
  }

  static int port(String option, int value) {
    return range(option, value, 0, 65_535);
  }

  static String hostPorts(String option, String value) {
    for (String server : value.split(",", -1)) {
      if (!HOST_PORT.matcher(server.strip()).matches()) {
        throw new UsageException(
            option + ": '" + value + "' (expected: host:port, several separated by commas)");
      }
    }
    return value;
  }

  static URI httpUrl(String option, String value) {
    try {
      URI uri = new URI(value);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      throw new UsageException(notUrl(option, value), e);
    }
    throw new UsageException(notUrl(option, value));
  }

  private static String notUrl(String option, String value) {
    return option + ": '" + value + "' (expected: http://host:port or https://host:port)";
  }

  static String bucket(String option, String value) {
    if (!BUCKET.matcher(value).matches()) {
      throw new UsageException(
          option + ": '" + value + "' (expected: 3 to 63 of a-z, 0-9, '-' and '.')");
    }
    return value;
  }
}
