package io.reelbus.standalone.job;

import io.reelbus.model.LossCause;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.TrackProgress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Numbers as people read them. */
public final class Figures {

  private static final Set<String> ASKED_FOR =
      Arrays.stream(LossCause.values())
          .filter(LossCause::isAskedFor)
          .map(LossCause::name)
          .collect(Collectors.toUnmodifiableSet());

  private Figures() {}

  /** Media time, e.g. {@code 12.6 s} or {@code 1:02:03.5}. */
  public static String time(long us) {
    long tenths = Math.round(us / 100_000.0);
    long seconds = tenths / 10;
    if (seconds < 60) {
      return String.format(Locale.ROOT, "%d.%d s", seconds, tenths % 10);
    }
    long minutes = seconds / 60;
    return minutes < 60
        ? String.format(Locale.ROOT, "%d:%02d.%d", minutes, seconds % 60, tenths % 10)
        : String.format(
            Locale.ROOT, "%d:%02d:%02d.%d", minutes / 60, minutes % 60, seconds % 60, tenths % 10);
  }

  /** Bytes, e.g. {@code 1.4 MB}. */
  public static String size(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double value = bytes;
    String[] units = {"kB", "MB", "GB", "TB"};
    int unit = -1;
    do {
      value /= 1_000;
      unit++;
    } while (value >= 999.95 && unit < units.length - 1);
    return String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
  }

  /** One recording's progress: captured, encoded, stored, lag. */
  public static String progress(RecordingInfo recording) {
    long capturedUs =
        recording.tracks().stream().mapToLong(TrackProgress::capturedUs).max().orElse(0);
    long encodedUs =
        recording.tracks().stream().mapToLong(TrackProgress::encodedUs).min().orElse(0);
    long lost = recording.losses().stream().filter(l -> !ASKED_FOR.contains(l.cause())).count();
    return "captured "
        + time(capturedUs)
        + ", encoded "
        + time(encodedUs)
        + ", stored "
        + size(recording.uploadedBytes())
        + ", lag "
        + time(recording.lagUs())
        + (lost == 0 ? "" : ", gaps " + lost);
  }
}
