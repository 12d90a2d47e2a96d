package io.reelbus.agent;

import io.reelbus.model.TimeBase;
import org.jspecify.annotations.Nullable;

/**
 * Finds media time 0 of a file's recording: the earliest first timestamp of its tracks. It is known
 * when every track has shown one or ended, or when {@value #WAIT_US} microseconds of the others
 * have passed. Pure.
 */
final class OriginFinder {

  private static final long WAIT_US = 10_000_000;

  private final boolean[] settled;
  private @Nullable TimeBase timeBase;
  private long earliest;
  private boolean waitedEnough;

  OriginFinder(int tracks) {
    this.settled = new boolean[tracks];
  }

  /** A track's first presented timestamp. Later calls for the same track change nothing. */
  void first(int track, TimeBase base, long timestamp) {
    if (settled[track]) {
      return;
    }
    settled[track] = true;
    if (timeBase == null || base.compare(timestamp, timeBase, earliest) < 0) {
      timeBase = base;
      earliest = timestamp;
    }
  }

  /** A track has ended. */
  void ended(int track) {
    settled[track] = true;
  }

  /** A track has come to this timestamp. */
  void progress(TimeBase base, long timestamp) {
    if (timeBase != null && base.toUs(timestamp) - timeBase.toUs(earliest) > WAIT_US) {
      waitedEnough = true;
    }
  }

  boolean isKnown() {
    for (boolean s : settled) {
      if (!s && !waitedEnough) {
        return false;
      }
    }
    return true;
  }

  /** The origin in ticks of a tape; 0 when no track has shown anything. */
  long origin(TimeBase base) {
    return timeBase == null ? 0 : timeBase.rescale(earliest, base);
  }
}
