package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.model.Lane;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops live recordings while there is still room to end them: as a client's stop would, with a
 * QuotaExceededError that says why. What was recorded is stored. Were the disk to fill up instead,
 * the broker on it would end, and nobody could be told. Owned by the event loop.
 */
final class LastRoom {

  /** How often it asks; the disk is looked at every second when it is low. */
  static final long EVERY_MS = 500;

  private static final Logger LOG = LoggerFactory.getLogger(LastRoom.class);

  private final ClusterView view;
  private final Waits waits;
  private final DiskGate disk;
  private final InstantSource wall;
  private final Set<String> stopping = new HashSet<>();

  LastRoom(ClusterView view, Waits waits, DiskGate disk, InstantSource wall) {
    this.view = view;
    this.waits = waits;
    this.disk = disk;
    this.wall = wall;
  }

  void runOnce() {
    DiskSpace now = disk.space();
    if (now == null || !now.isLast()) {
      return;
    }
    for (RecordingSnapshot recording : view.recordings().open()) {
      RecordingSpec spec = recording.spec();
      if (spec.lane() == Lane.LIVE && !recording.stopped() && stopping.add(spec.recordingId())) {
        stop(spec, why(now));
      }
    }
  }

  /** A failed one is tried again in the next round. */
  private void stop(RecordingSpec spec, String why) {
    LOG.warn("recording {} ({}) is stopped: {}", spec.recordingId(), spec.name(), why);
    waits
        .change(spec, now -> stopped(now, why))
        .onFailure(
            e ->
                LOG.warn(
                    "{} is not stopped yet: {}; trying again", spec.recordingId(), e.toString()))
        .onComplete(done -> stopping.remove(spec.recordingId()));
  }

  private RecordingSpec stopped(RecordingSpec spec, String why) {
    if (spec.desired() == Desired.STOPPED) {
      return spec;
    }
    long nowUs = TimeUnit.MILLISECONDS.toMicros(wall.millis());
    return spec.failed("QuotaExceededError", why, Math.max(nowUs, spec.lastCommandAtUs()));
  }

  private static String why(DiskSpace now) {
    return DiskGate.inBytes(now, now.lastBytes())
        + " for a live recording to go on; what was recorded is stored. Make room on the disk of"
        + " --data or delete recordings, then start another recorder";
  }
}
