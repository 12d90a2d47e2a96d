package io.reelbus.api;

import io.reelbus.model.StreamSpec;
import io.reelbus.model.TrackSpec;
import java.util.concurrent.TimeUnit;

/**
 * What {@code enabled} makes of a track's desired state. Decides once at which wall clock it takes
 * effect, so that every agent goes by the same time (I5). Pure.
 *
 * <p>Disabling takes effect {@value RecorderCommand#LEAD_US} microseconds from now: by then the
 * agent knows of it, and none of the frames from behind that time is in a slice. Enabling does so
 * at once.
 */
final class TrackChange {

  /** Stretches that a track carries. */
  static final int LIMIT = 1000;

  /** What ended before is in no slice to come: the longest timeslice is an hour. */
  static final long FORGET_US = TimeUnit.HOURS.toMicros(2);

  private TrackChange() {}

  /** The stream with a track enabled or disabled; the same when it is already. */
  static StreamSpec enabled(StreamSpec stream, String trackId, boolean enabled, long nowUs) {
    TrackSpec track = stream.track(trackId);
    if (track.enabled() == enabled) {
      return stream;
    }
    if (enabled) {
      return stream.with(track.enabledAt(nowUs));
    }
    TrackSpec next =
        track.forgettingBefore(nowUs - FORGET_US).disabledAt(nowUs + RecorderCommand.LEAD_US);
    if (next.disabled().size() > LIMIT) {
      throw Refusal.of(
          "QuotaExceededError",
          "track " + trackId + ": disabled " + LIMIT + " times in two hours (expected: less)");
    }
    return stream.with(next);
  }
}
