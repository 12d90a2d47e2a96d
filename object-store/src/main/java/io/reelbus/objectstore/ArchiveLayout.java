package io.reelbus.objectstore;

import io.reelbus.model.Container;
import io.reelbus.model.RecordingSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Where things are in the bucket: {@code recordings/<yyyy>/<MM>/<dd>/<recordingId>/<name>.<ext>}
 * and {@code manifest.json} beside it. The day is that of the recording's start, in UTC. Keys
 * depend on the recording's specification alone, so a retry overwrites itself.
 */
public final class ArchiveLayout {

  /** Prefix of all recordings. */
  public static final String ROOT = "recordings/";

  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd/");
  private static final int LONGEST_NAME_BYTES = 180;

  private ArchiveLayout() {}

  /** Prefix of everything a recording has in the bucket; ends with a slash. */
  public static String prefix(RecordingSpec spec) {
    Instant start = Instant.EPOCH.plus(spec.startedAtUs(), ChronoUnit.MICROS);
    return ROOT + DAY.format(start.atOffset(ZoneOffset.UTC)) + segment(spec.recordingId()) + "/";
  }

  /** Key of the playable file. */
  public static String fileKey(RecordingSpec spec, Container container) {
    return prefix(spec) + segment(spec.name()) + "." + container.extension();
  }

  /** Key of the manifest. */
  public static String manifestKey(RecordingSpec spec) {
    return prefix(spec) + "manifest.json";
  }

  /**
   * {@code text} as one path segment that every store and file system takes: separators, control
   * characters and characters reserved on Windows become {@code _}, leading dots too, and the
   * length is bounded.
   */
  static String segment(String text) {
    StringBuilder out = new StringBuilder();
    int bytes = 0;
    int[] codePoints = text.strip().codePoints().toArray();
    for (int c : codePoints) {
      boolean unsafe =
          c < 0x20
              || c == 0x7f
              || Character.getType(c) == Character.SURROGATE
              || "/\\:*?\"<>|".indexOf(c) >= 0
              || (c == '.' && out.isEmpty());
      String safe = unsafe ? "_" : Character.toString(c);
      bytes += safe.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > LONGEST_NAME_BYTES) {
        break;
      }
      out.append(safe);
    }
    return out.isEmpty() ? "recording" : out.toString();
  }
}
