package io.reelbus.api;

import io.reelbus.api.view.RecordingsView;
import io.reelbus.api.view.WaitingSlices;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the assemblers get on: recordings with encoded slices that do not come into their files,
 * and since when. From the ledger, so whatever is the matter (no assembler, a store that is away,
 * refuses or is full) is seen. Any thread.
 */
final class Assembling {

  static final long REFRESH_MS = 1000;

  /** Longer than that and somebody should look. */
  static final Duration LONG = Duration.ofSeconds(60);

  private static final Logger LOG = LoggerFactory.getLogger(Assembling.class);

  private record Stuck(WaitingSlices at, long sinceNanos) {}

  private final RecordingsView recordings;
  private final LongSupplier nanos;
  private final Map<String, Stuck> stuck = new HashMap<>(); // guarded by this
  private boolean wasGettingOn = true;

  Assembling(RecordingsView recordings, LongSupplier nanos) {
    this.recordings = recordings;
    this.nanos = nanos;
  }

  /** Looks who moved since it was called last, and warns. */
  synchronized void refresh() {
    List<WaitingSlices> waiting = recordings.waitingSlices();
    stuck.keySet().retainAll(waiting.stream().map(WaitingSlices::recordingId).toList());
    long now = nanos.getAsLong();
    for (WaitingSlices at : waiting) {
      Stuck before = stuck.get(at.recordingId());
      if (before == null || !before.at().equals(at)) {
        stuck.put(at.recordingId(), new Stuck(at, now));
      }
    }
    boolean gettingOn = isGettingOn();
    if (!gettingOn && wasGettingOn) {
      LOG.warn("files are not written: {}", inWords());
    }
    wasGettingOn = gettingOn;
  }

  /** Recordings that wait for an assembler. */
  synchronized int waiting() {
    return stuck.size();
  }

  /** How long the one that waits longest has not moved. */
  synchronized double oldestSeconds() {
    Stuck oldest = oldest();
    return oldest == null ? 0 : (nanos.getAsLong() - oldest.sinceNanos()) / 1e9;
  }

  boolean isGettingOn() {
    return oldestSeconds() <= LONG.toSeconds();
  }

  /** One line for a person. */
  synchronized String inWords() {
    Stuck oldest = oldest();
    return oldest == null
        ? "no recording waits"
        : String.format(
            Locale.ROOT,
            "%d waiting, recording %s at slice %d for %.1f s",
            stuck.size(),
            oldest.at().recordingId(),
            oldest.at().blobs(),
            oldestSeconds());
  }

  private @Nullable Stuck oldest() {
    Stuck oldest = null;
    for (Stuck one : stuck.values()) {
      if (oldest == null || one.sinceNanos() - oldest.sinceNanos() < 0) {
        oldest = one;
      }
    }
    return oldest;
  }
}
