package io.reelbus.api;

import java.util.Locale;

/**
 * The disk that an embedded bus and store are on, as it is now.
 *
 * @param freeBytes that can still be written
 * @param lowBytes with less the operator is warned
 * @param stopBytes with less no new batch recording begins; at most {@code lowBytes}
 */
public record DiskSpace(long freeBytes, long lowBytes, long stopBytes) {

  /** Whether somebody should make room. */
  public boolean isLow() {
    return freeBytes < lowBytes;
  }

  /** Whether what is left is kept for live recordings. */
  public boolean isForLiveOnly() {
    return freeBytes < stopBytes;
  }

  /** One line for a person. */
  public String inWords() {
    String free = gib(freeBytes) + " free";
    if (isForLiveOnly()) {
      return free + ", less than " + gib(stopBytes) + ": only live recordings begin";
    }
    return isLow() ? free + ", less than " + gib(lowBytes) : free;
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1 << 30));
  }
}
