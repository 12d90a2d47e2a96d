package io.reelbus.standalone.disk;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.RecordingPage;
import io.reelbus.recorder.ReelbusClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Deletes stored recordings that are old enough, oldest first, for as long as room is needed. */
final class Retention {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int PAGE = 500;

  private final ReelbusClient client;
  private final Duration keep;
  private final InstantSource wall;

  Retention(ReelbusClient client, Duration keep, InstantSource wall) {
    this.client = client;
    this.keep = keep;
    this.wall = wall;
  }

  /** Makes room; blocks. How many recordings went. */
  int makeRoom(BooleanSupplier needed) {
    int deleted = 0;
    List<RecordingInfo> old = old();
    for (int i = old.size() - 1; i >= 0 && needed.getAsBoolean(); i--) {
      RecordingInfo recording = old.get(i);
      try {
        client.deleteRecording(recording.id());
        deleted++;
        LOG.warn(
            "disk nearly full: recording {} ({}) deleted, older than {} h",
            recording.id(),
            recording.name(),
            keep.toHours());
      } catch (MediaException e) {
        LOG.warn("recording {} is not deleted: {}", recording.id(), e.getMessage());
      }
    }
    return deleted;
  }

  /** Newest first. */
  private List<RecordingInfo> old() {
    long beforeUs = TimeUnit.MILLISECONDS.toMicros(wall.millis() - keep.toMillis());
    List<RecordingInfo> old = new ArrayList<>();
    String cursor = null;
    do {
      RecordingPage page = page(cursor);
      page.recordings().stream()
          .filter(one -> one.finished() && endedAtUs(one) < beforeUs)
          .forEach(old::add);
      cursor = page.cursor();
    } while (cursor != null);
    return old;
  }

  private RecordingPage page(@Nullable String cursor) {
    return client.recordings(null, PAGE, cursor);
  }

  private static long endedAtUs(RecordingInfo recording) {
    return Math.max(recording.startedAtUs(), recording.stoppedAtUs());
  }
}
