package io.reelbus.api;

import java.util.Locale;

/**
 * The disk that an embedded bus and store are on, as it is now. What happens when it fills up goes
 * by {@link #roomBytes}, in this order: low, for live only, tight, last.
 *
 * @param freeBytes that can still be written
 * @param unfinishedBytes that the files in the making will take once more: the embedded store
 *     writes a file anew beside its parts when it is complete
 * @param lowBytes with less room the operator is warned
 * @param stopBytes with less no new batch recording begins; at most {@code lowBytes}
 * @param lastBytes with less live recordings are stopped; less than {@code stopBytes}, or both 0
 */
public record DiskSpace(
    long freeBytes, long unfinishedBytes, long lowBytes, long stopBytes, long lastBytes) {

  /** What is free and not spoken for; may be less than 0. */
  public long roomBytes() {
    return freeBytes - unfinishedBytes;
  }

  /** Whether somebody should make room. */
  public boolean isLow() {
    return roomBytes() < lowBytes;
  }

  /** Whether what is left is kept for live recordings. */
  public boolean isForLiveOnly() {
    return roomBytes() < stopBytes;
  }

  /** Whether nothing is to be written that can wait: twice what live recordings end with. */
  public boolean isTight() {
    return roomBytes() < Math.min(stopBytes, 2 * lastBytes);
  }

  /** Whether what is left is needed for ending what runs. */
  public boolean isLast() {
    return roomBytes() < lastBytes;
  }

  /** One line for a person. */
  public String inWords() {
    String free = gib(freeBytes) + " free";
    if (unfinishedBytes > 0) {
      free += ", " + gib(unfinishedBytes) + " of it for files in the making";
    }
    if (isLast()) {
      return free + ", less than " + gib(lastBytes) + ": live recordings are stopped";
    }
    if (isForLiveOnly()) {
      String files = isTight() ? ", files are not read on" : "";
      return free + ", less than " + gib(stopBytes) + ": only live recordings begin" + files;
    }
    return isLow() ? free + ", less than " + gib(lowBytes) : free;
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.2f GiB", bytes / (double) (1 << 30));
  }
}
