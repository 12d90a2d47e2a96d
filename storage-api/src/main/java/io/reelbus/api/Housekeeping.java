package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.api.view.StreamState;
import io.reelbus.model.RecorderSpec;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.StreamSpec;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps desired state true to what happened, so that a restarting agent finds only what is still to
 * be done: finished recordings are marked stopped, files read to their end closed, closed streams
 * that are over leave the bus, recordings whose stream was modified stop. Several API processes may
 * do the same; it is harmless. Owned by the event loop.
 */
final class Housekeeping {

  static final long EVERY_MS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final int ROUNDS_PER_SWEEP = 60;
  private static final long CLOSE_SECONDS = 10;
  private static final long RECORDER_KEPT_US = TimeUnit.HOURS.toMicros(1);

  private final ClusterView view;
  private final Waits waits;
  private final PushTopics pushTopics;
  private final InstantSource wall;
  private final Set<String> busy = new HashSet<>();
  private int round;

  Housekeeping(ClusterView view, Waits waits, PushTopics pushTopics, InstantSource wall) {
    this.pushTopics = pushTopics;
    this.view = view;
    this.waits = waits;
    this.wall = wall;
  }

  void runOnce() {
    Set<String> needed = new HashSet<>(); // streams with unfinished recordings
    for (RecordingSnapshot recording : view.recordings().open()) {
      if (!recording.finished()) {
        needed.add(recording.spec().streamId());
        stopIfModified(recording);
      } else {
        String id = recording.spec().recordingId();
        once(id, () -> waits.change(recording.spec(), this::stopped).mapEmpty());
      }
    }
    for (StreamState stream : view.streams().all()) {
      if (!stream.over() || needed.contains(stream.id())) {
        continue;
      }
      StreamSpec spec = stream.spec();
      if (!spec.open()) {
        once(
            stream.id(),
            () ->
                pushTopics
                    .remove(spec, neededTopics(stream.id()))
                    .compose(gone -> waits.removeStream(stream.id())));
      } else if (spec.sources().stream().allMatch(source -> source.source().ends())) {
        // A file that was read to its end; a restarting agent would read it again.
        once(
            stream.id(),
            () ->
                waits
                    .put(spec.closed(), CLOSE_SECONDS, now -> now == null || !now.spec().open())
                    .mapEmpty());
      }
    }
    if (++round % ROUNDS_PER_SWEEP == 0) {
      view.recordings().dropUnknown();
      forgetRecorders();
    }
  }

  /**
   * W3C {@code start()}, on a track that is added or removed while recording: an
   * InvalidModificationError stops the recorder, and what there is is stored.
   */
  private void stopIfModified(RecordingSnapshot recording) {
    RecordingSpec spec = recording.spec();
    Optional<StreamState> stream = view.streams().stream(spec.streamId());
    if (!recording.stopped()
        && stream.isPresent()
        && stream.get().spec().modifications() > spec.modifications()) {
      once(
          spec.recordingId(),
          () ->
              waits
                  .change(
                      spec,
                      now ->
                          now.desired() == Desired.STOPPED
                              ? now
                              : now.failed(
                                  "InvalidModificationError",
                                  "recorder "
                                      + now.recordingId()
                                      + " was stopped: the track set of its stream was changed",
                                  stopUs(now)))
                  .mapEmpty());
    }
  }

  /** Topics of pushed sources whose tracks live on in other streams. */
  private Set<String> neededTopics(String streamId) {
    return view.streams().all().stream()
        .filter(other -> !other.id().equals(streamId) && !other.over())
        .flatMap(other -> PushTopics.topics(other.spec()).stream())
        .collect(Collectors.toSet());
  }

  private RecordingSpec stopped(RecordingSpec spec) {
    return spec.desired() == Desired.STOPPED ? spec : spec.stopped(stopUs(spec));
  }

  private long stopUs(RecordingSpec spec) {
    return Math.max(TimeUnit.MILLISECONDS.toMicros(wall.millis()), spec.lastCommandAtUs());
  }

  /** Recorders that were started are recordings; those that are not, after an hour, never will. */
  private void forgetRecorders() {
    long oldestUs = TimeUnit.MILLISECONDS.toMicros(wall.millis()) - RECORDER_KEPT_US;
    for (RecorderSpec recorder : view.recorders().all()) {
      String id = recorder.recorderId();
      if (recorder.madeAtUs() < oldestUs || view.recordings().recording(id).isPresent()) {
        once(id, () -> waits.removeRecorder(id));
      }
    }
  }

  /** A failed one is tried again in the next round. */
  private void once(String id, Supplier<Future<Void>> change) {
    if (busy.add(id)) {
      change
          .get()
          .onFailure(e -> LOG.warn("housekeeping of {}: {}; trying again", id, e.toString()))
          .onComplete(done -> busy.remove(id));
    }
  }
}
