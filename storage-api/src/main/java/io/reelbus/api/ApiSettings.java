package io.reelbus.api;

import java.time.Duration;

/**
 * How the door is set up.
 *
 * @param host address to listen on; {@code 0.0.0.0} for all
 * @param port TCP port, 0 to 65535; 0 takes any free one
 * @param openDeadline how long a stream may take to open, at least 1 s
 * @param maxBodyBytes largest request body, at least 1024
 * @param maxDownloads files sent at the same time, at least 1; each takes up to 0.5 MiB
 * @param maxEventStreams clients that listen to events at the same time, at least 1
 * @param maxInactiveRecorders recorders that were made but not started, at least 1; they are
 *     forgotten after an hour
 * @param eventsKept ledger events kept for clients that reconnect, at least 1
 */
public record ApiSettings(
    String host,
    int port,
    Duration openDeadline,
    int maxBodyBytes,
    int maxDownloads,
    int maxEventStreams,
    int maxInactiveRecorders,
    int eventsKept) {

  /** Checks the ranges. */
  public ApiSettings {
    range("port", port, 0, 65535);
    range("openDeadline in s", openDeadline.toSeconds(), 1, 600);
    range("maxBodyBytes", maxBodyBytes, 1024, 64 << 20);
    range("maxDownloads", maxDownloads, 1, 10_000);
    range("maxEventStreams", maxEventStreams, 1, 10_000);
    range("maxInactiveRecorders", maxInactiveRecorders, 1, 1_000_000);
    range("eventsKept", eventsKept, 1, 10_000_000);
  }

  /** Everything but the address as it should be for one cluster. */
  public static ApiSettings defaults(String host, int port) {
    return new ApiSettings(host, port, Duration.ofSeconds(20), 1 << 20, 128, 256, 10_000, 20_000);
  }

  private static void range(String name, long value, long from, long to) {
    if (value < from || value > to) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + from + " to " + to + ")");
    }
  }
}
