package io.reelbus.encoder;

import io.reelbus.model.Cut;
import io.reelbus.model.Lane;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which place made the latest slice of each live track: it may have begun the next one. Belongs to
 * its workshop's lock.
 */
final class TrackPlaces {

  private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(5);

  /** A slice that was begun ahead is finished in less. */
  private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

  private record Latest(CutWork place, int slice, long atNanos, boolean quick) {}

  private final Map<String, Latest> tracks = new HashMap<>();

  /** A place has made a cut, or tried to. */
  void made(Cut cut, CutWork place, long tookNanos) {
    long now = System.nanoTime();
    tracks.values().removeIf(latest -> now - latest.atNanos() > KEPT_NANOS);
    Latest known = tracks.get(track(cut));
    int slice = cut.id().slice();
    if (cut.last()) {
      tracks.remove(track(cut));
    } else if (cut.lane() == Lane.LIVE && (known == null || known.slice() <= slice)) {
      tracks.put(track(cut), new Latest(place, slice, now, tookNanos < QUICK_NANOS));
    }
  }

  /** The place that made the track's latest slice, if there is one. */
  @Nullable CutWork of(Cut cut) {
    Latest latest = tracks.get(track(cut));
    return latest == null ? null : latest.place();
  }

  /** Whether the track's latest slice was quickly made, as the next one probably will be. */
  boolean isQuick(Cut cut) {
    Latest latest = tracks.get(track(cut));
    return latest != null && latest.quick();
  }

  /** How many tracks' latest slices a place made. */
  long count(CutWork place) {
    return tracks.values().stream().filter(latest -> latest.place() == place).count();
  }

  private static String track(Cut cut) {
    return cut.id().recordingId() + "/" + cut.id().track();
  }
}
