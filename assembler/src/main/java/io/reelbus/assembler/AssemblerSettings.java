package io.reelbus.assembler;

import java.time.Duration;

/**
 * How an assembler works.
 *
 * @param reorderBytes bound on chunk payloads kept in memory, at least 1 MiB. Above it only the
 *     place of the chunks furthest ahead is kept, and they are read again when their turn comes
 * @param writers threads that mux and upload, at least 1
 * @param specDeadline how long chunks of a recording nobody knows are kept
 * @param retryPause first pause before a file is written anew; doubles up to 30 s
 */
public record AssemblerSettings(
    long reorderBytes, int writers, Duration specDeadline, Duration retryPause) {

  /** Checks the ranges. */
  public AssemblerSettings {
    if (reorderBytes < 1 << 20) {
      throw new IllegalArgumentException("reorderBytes: " + reorderBytes + " (expected: >= 1 MiB)");
    }
    if (writers < 1) {
      throw new IllegalArgumentException("writers: " + writers + " (expected: >= 1)");
    }
  }

  /** 256 MiB, two writers, 30 s, 1 s. */
  public static AssemblerSettings defaults() {
    return new AssemblerSettings(256L << 20, 2, Duration.ofSeconds(30), Duration.ofSeconds(1));
  }
}
