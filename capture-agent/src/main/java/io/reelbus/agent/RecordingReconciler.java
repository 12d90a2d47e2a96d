package io.reelbus.agent;

import io.reelbus.agent.StreamReconciler.Held;
import io.reelbus.agent.StreamReconciler.Located;
import io.reelbus.agent.StreamReconciler.Status;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.TrackSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops this agent's part of recordings. Belongs to the control thread. What goes wrong
 * with one recording fails that one.
 */
final class RecordingReconciler {

  private static final Logger LOG = LoggerFactory.getLogger(RecordingReconciler.class);
  private static final long STREAM_WAIT_US = 15_000_000;

  private record Waiting(RecordingSpec spec, long sinceUs, boolean fromBefore) {}

  private final AgentContext context;
  private final StreamReconciler streams;
  private final LedgerView ledger;
  private final PoolPartitions pool;
  private final String poolTopic;
  private final Executor openers;
  private final AbandonedRecordings abandoned;
  private final QueuedAgain again;
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private final Map<String, ActiveRecording> active = new HashMap<>();
  private final Set<String> handled = new HashSet<>();

  RecordingReconciler(
      AgentContext context,
      StreamReconciler streams,
      LedgerView ledger,
      PoolPartitions pool,
      String poolTopic,
      Executor openers) {
    this.context = context;
    this.streams = streams;
    this.ledger = ledger;
    this.pool = pool;
    this.poolTopic = poolTopic;
    this.openers = openers;
    this.abandoned = new AbandonedRecordings(context, ledger);
    this.again = new QueuedAgain(context, ledger);
  }

  /**
   * The desired state of a recording; null when it is gone.
   *
   * @param agentStartUs wall clock when the agent started: what began before, began with another
   */
  void reconcile(String recordingId, @Nullable RecordingSpec spec, long agentStartUs) {
    if (spec == null) {
      finished(recordingId);
      ledger.forgetRecording(recordingId);
      return;
    }
    if (ledger.isFinished(recordingId)) {
      return;
    }
    ActiveRecording running = active.get(recordingId);
    if (running != null) {
      running.update(spec);
    } else if (!handled.contains(recordingId)) {
      if (spec.startedAtUs() < agentStartUs) {
        again.queue(spec);
      }
      Waiting before = waiting.get(recordingId);
      waiting.put(
          recordingId,
          new Waiting(
              spec,
              before == null ? context.clock().nowUs() : before.sinceUs(),
              spec.startedAtUs() < agentStartUs));
      tryStart(recordingId);
    }
  }

  /**
   * Sources of a stream have opened or failed, something was set on its tracks, or some of them are
   * not live any more.
   */
  void streamChanged(String streamId) {
    StreamSpec stream = streams.spec(streamId);
    for (ActiveRecording recording : active.values()) {
      if (recording.spec().streamId().equals(streamId)) {
        if (stream != null) {
          recording.update(stream);
        }
        endStopped(recording);
      }
    }
    for (Map.Entry<String, Waiting> e : List.copyOf(waiting.entrySet())) {
      if (e.getValue().spec().streamId().equals(streamId)) {
        tryStart(e.getKey());
      }
    }
  }

  private void endStopped(ActiveRecording recording) {
    List<String> trackIds = recording.spec().trackIds();
    for (int n = 0; n < trackIds.size(); n++) {
      Located at = streams.find(recording.spec().streamId(), trackIds.get(n));
      if (at == null || at.stopped()) {
        recording.endTrack(n);
      }
    }
  }

  private void tryStart(String recordingId) {
    Waiting w = waiting.get(recordingId);
    if (w == null) {
      return;
    }
    if (!streams.knows(w.spec().streamId())) {
      if (context.clock().nowUs() - w.sinceUs() > STREAM_WAIT_US) {
        waiting.remove(recordingId);
        finishWithoutStream(w.spec());
      }
      return;
    }
    Map<Integer, Held> mine = mine(w.spec());
    if (mine.values().stream().anyMatch(h -> h.status() == Status.OPENING)) {
      return;
    }
    waiting.remove(recordingId);
    for (int n = 0; n < w.spec().trackIds().size(); n++) {
      if (streams.hasLeft(w.spec().streamId(), w.spec().trackIds().get(n))) {
        abandoned.finishTrack(w.spec(), n, false);
      }
    }
    if (mine.isEmpty()) {
      return; // other agents'
    }
    handled.add(recordingId);
    try {
      start(w, mine);
    } catch (MediaException e) {
      fail(w.spec(), e.name(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("{} could not be started", recordingId, e);
      fail(w.spec(), "UnknownError", "could not be started: " + e);
    }
  }

  /** This agent's sources that a recording takes tracks of. */
  private Map<Integer, Held> mine(RecordingSpec spec) {
    Map<Integer, Held> mine = new HashMap<>();
    for (String trackId : spec.trackIds()) {
      Located at = streams.find(spec.streamId(), trackId);
      if (at != null) {
        mine.put(at.source(), at.held());
      }
    }
    return mine;
  }

  private void start(Waiting w, Map<Integer, Held> mine) {
    RecordingSpec spec = w.spec();
    boolean live = mine.values().stream().anyMatch(h -> h.live != null);
    boolean began = w.fromBefore() && wasOpen(spec);
    boolean captured = !ledger.captured(spec.recordingId()).isEmpty();
    boolean over = spec.desired() == Desired.STOPPED && (live || captured);
    boolean onTape = captured && mine.values().stream().allMatch(Held::isOpenLive);
    if (began && over && !onTape) {
      abandoned.finish(spec);
      return;
    }
    if (began && mine.values().stream().allMatch(RecordingReconciler::wasPushed)) {
      abandoned.finish(spec);
      return;
    }
    for (Held held : mine.values()) {
      if (held.status() == Status.FAILED && !wasPushed(held)) {
        throw new MediaException(
            "NotReadableError",
            MediaException.Next.STOP,
            held.spec.source().url() + ": could not be opened, or has failed");
      }
    }
    if (live) {
      startLive(spec, w.fromBefore());
    } else {
      startFile(spec, mine, began);
    }
  }

  /** Whether it was pushed to an earlier life of this agent. */
  private static boolean wasPushed(Held held) {
    return held.live == null && held.spec.source().kind() == Source.Kind.PUSHED;
  }

  private boolean wasOpen(RecordingSpec spec) {
    return !ledger.captured(spec.recordingId()).isEmpty()
        || spec.trackIds().stream().anyMatch(id -> ledger.track(spec.streamId(), id) != null);
  }

  /** Tracks that an earlier life of this agent recorded go on, with the gap in the ledger. */
  private void startLive(RecordingSpec spec, boolean fromBefore) {
    Map<Integer, LedgerView.Progress> captured = ledger.captured(spec.recordingId());
    LiveRecording recording = new LiveRecording(context, spec, openers);
    try {
      for (int n = 0; n < spec.trackIds().size(); n++) {
        Located at = streams.find(spec.streamId(), spec.trackIds().get(n));
        LedgerView.Progress before = captured.get(n);
        boolean ended = before != null && before.last();
        if (at != null && at.held().live != null && !ended) {
          StreamSpec stream = Objects.requireNonNull(streams.spec(spec.streamId()));
          TrackSpec set = stream.track(spec.trackIds().get(n));
          LiveSession session = at.held().live.session;
          if (fromBefore) {
            goOn(recording, session, at.index(), n, set);
          } else {
            recording.add(session, at.index(), n, -1, set);
          }
        } else if (at != null && wasPushed(at.held())) {
          abandoned.finishTrack(spec, n, true);
        }
      }
    } catch (RuntimeException e) {
      recording.abandon();
      throw e;
    }
    active.put(spec.recordingId(), recording);
    recording.update(spec);
    endStopped(recording);
  }

  /** With what is on the tape, if it is the same tape and holds what it did. */
  private void goOn(
      LiveRecording recording, LiveSession session, int track, int number, TrackSpec set) {
    RecordingSpec spec = recording.spec();
    LedgerView.Progress before = ledger.captured(spec.recordingId()).get(number);
    int firstSlice = before == null ? 0 : before.slice() + 1;
    Cut last = ledger.latest(spec.recordingId(), number);
    LiveTrack known = ledger.track(spec.streamId(), spec.trackIds().get(number));
    TrackFormat format = last != null ? last.format() : known == null ? null : known.format();
    boolean same =
        session.formats().get(track).equals(format)
            && (last != null || before == null)
            && (last == null
                || last.tape().stream().allMatch(r -> r.topic().equals(session.topic(track))));
    if (same) {
      Cut from = last == null || last.tape().isEmpty() ? null : last;
      recording.goOn(session, track, number, firstSlice, set, from);
    } else {
      recording.add(session, track, number, firstSlice, set);
    }
  }

  /** Whether something on live tapes may still be needed that nobody reads yet. */
  boolean isCatchingUp() {
    return waiting.values().stream().anyMatch(Waiting::fromBefore)
        || active.values().stream().anyMatch(ActiveRecording::isCatchingUp);
  }

  private void startFile(RecordingSpec spec, Map<Integer, Held> mine, boolean again) {
    Map<Integer, Map<Integer, Integer>> tracks = new LinkedHashMap<>();
    for (int n = 0; n < spec.trackIds().size(); n++) {
      Located at = streams.find(spec.streamId(), spec.trackIds().get(n));
      if (at != null) {
        tracks.computeIfAbsent(at.source(), k -> new LinkedHashMap<>()).put(at.index(), n);
      }
    }
    List<FileRecording.Part> parts = new ArrayList<>();
    tracks.forEach(
        (source, wanted) -> {
          Held held = mine.get(source);
          if (held != null && held.file != null) {
            parts.add(new FileRecording.Part(held.file, wanted));
          }
        });
    FileRecording recording =
        new FileRecording(
            context,
            pool,
            poolTopic,
            spec,
            parts,
            again,
            ledger.encoded(spec.recordingId()),
            () ->
                tracks
                    .keySet()
                    .forEach(
                        s -> {
                          var unused = context.outbox().event(new SourceEnded(spec.streamId(), s));
                        }));
    active.put(spec.recordingId(), recording);
    recording.start();
    recording.update(spec);
  }

  private void finishWithoutStream(RecordingSpec spec) {
    for (String id : spec.trackIds()) {
      LiveTrack track = ledger.track(spec.streamId(), id);
      if (track != null && track.agentId().equals(context.settings().agentId())) {
        handled.add(spec.recordingId());
        abandoned.finish(spec);
        return;
      }
    }
  }

  private void fail(RecordingSpec spec, String name, String message) {
    var unused = context.outbox().event(new Failed(spec.recordingId(), name, message));
  }

  /** The ledger says that a recording is stored or has failed. */
  void finished(String recordingId) {
    handled.remove(recordingId);
    waiting.remove(recordingId);
    again.forget(recordingId);
    ActiveRecording running = active.remove(recordingId);
    if (running != null) {
      running.abandon();
    }
  }

  /** Time passes. */
  void tick() {
    long nowUs = context.clock().nowUs();
    active.values().forEach(r -> r.tick(nowUs));
    active.values().removeIf(ActiveRecording::isDone);
    List.copyOf(waiting.keySet()).forEach(this::tryStart);
  }

  /** Leaves all to the agent that comes next. */
  void closeAll() {
    active.values().forEach(ActiveRecording::close);
    active.clear();
  }
}
