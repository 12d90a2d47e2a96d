package io.reelbus.api.events;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.LedgerEvent.Interrupted;
import io.reelbus.model.LedgerEvent.Lost;
import io.reelbus.model.LedgerEvent.RecorderAsked;
import io.reelbus.model.LedgerEvent.RecorderAsked.Wish;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.SourceTracks;
import io.reelbus.model.LedgerEvent.TrackMuted;
import io.reelbus.model.LedgerEvent.TrackOverconstrained;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells what a ledger line means. Lines may come twice, after an assembler or an agent was killed;
 * what they mean is told once. Depends on the lines before it of the same subject only, which are
 * in one partition.
 */
public final class Narrator {

  private static final class Recorder {
    boolean started;
    boolean paused;
    boolean interrupted;
    boolean over;
    int blobs;
    long askedOffset = -1;
    final Set<List<Integer>> failedCuts = new HashSet<>();
  }

  private final Map<String, Recorder> recorders = new HashMap<>();
  private final StreamTeller streams = new StreamTeller();

  /** The line, {@link #forListeners}, and what it means, in order; at least the line. */
  public synchronized List<Event> tell(LedgerEvent event) {
    List<Event> told = new ArrayList<>(2);
    told.add(new Event.Line(forListeners(event)));
    if (event instanceof SourceOpened e) {
      streams.opened(e, told);
    } else if (event instanceof SourceEnded e) {
      streams.ended(e.subjectId(), e.sourceIndex(), e.liveElsewhere(), told);
    } else if (event instanceof SourceFailed e) {
      streams.ended(e.subjectId(), e.sourceIndex(), List.of(), told);
    } else if (event instanceof SourceTracks e) {
      streams.tracks(e, told);
    } else if (event instanceof TrackMuted e) {
      streams.muted(e, told);
    } else if (event instanceof TrackOverconstrained e) {
      streams.overconstrained(e, told);
    } else if (event instanceof Interrupted e) {
      interrupted(e, told);
    } else if (event instanceof RecorderAsked e) {
      asked(e, told);
    } else if (event instanceof BlobMade e) {
      blob(e, told);
    } else if (event instanceof Lost e) {
      lost(e, told);
    } else if (event instanceof Failed e) {
      over(e.recordingId(), new Event.Failure(e.recordingId(), e.name(), e.message()), told);
    } else if (event instanceof FileStored e) {
      String id = e.recordingId();
      boolean failed = e.state() == RecordingState.FAILED;
      over(id, failed ? new Event.Failure(id, "UnknownError", e.message()) : null, told);
    }
    return List.copyOf(told);
  }

  /** Without the cut and its place on tape, which are most of a line and nothing to listeners. */
  private static LedgerEvent forListeners(LedgerEvent line) {
    return line instanceof Captured e
        ? new Captured(e.id(), e.account(), List.of(), e.last())
        : line;
  }

  /** Place of the newest wish of a recorder that the ledger has; -1 for none. */
  public synchronized long askedOffset(String recordingId) {
    Recorder recorder = recorders.get(recordingId);
    return recorder == null ? -1 : recorder.askedOffset;
  }

  /** Whether {@code overconstrained} was told of a track as it was opened last. */
  public synchronized boolean isTold(TrackOverconstrained line) {
    return streams.isTold(line);
  }

  /** Whether the ledger has the error that stopped a recorder, or its end. */
  public synchronized boolean isInterrupted(String recordingId) {
    Recorder recorder = recorders.get(recordingId);
    return recorder != null && (recorder.interrupted || recorder.over);
  }

  /** A recording was deleted. */
  public synchronized void forget(String recordingId) {
    recorders.remove(recordingId);
  }

  private Recorder recorder(String recordingId) {
    return recorders.computeIfAbsent(recordingId, id -> new Recorder());
  }

  private void asked(RecorderAsked event, List<Event> told) {
    Recorder recorder = recorder(event.recordingId());
    boolean old = event.specOffset() <= recorder.askedOffset;
    recorder.askedOffset = Math.max(recorder.askedOffset, event.specOffset());
    if (recorder.over || old) {
      return;
    }
    start(event.recordingId(), recorder, told);
    boolean pause = event.wish() == Wish.PAUSE;
    if (pause != recorder.paused) {
      recorder.paused = pause;
      told.add(
          pause ? new Event.Pause(event.recordingId()) : new Event.Resume(event.recordingId()));
    }
  }

  private void blob(BlobMade event, List<Event> told) {
    Recorder recorder = recorder(event.recordingId());
    if (recorder.over || event.slice() < recorder.blobs) {
      return;
    }
    start(event.recordingId(), recorder, told); // whoever asked died before saying so
    recorder.blobs = event.slice() + 1;
    told.add(new Event.DataAvailable(event));
  }

  private void interrupted(Interrupted event, List<Event> told) {
    Recorder recorder = recorder(event.recordingId());
    if (!recorder.over && !recorder.interrupted) {
      start(event.recordingId(), recorder, told);
      told.add(new Event.Failure(event.recordingId(), event.name(), event.message()));
    }
    recorder.interrupted = true;
  }

  private void lost(Lost event, List<Event> told) {
    if (event.loss().cause() != LossCause.CUT_FAILED) {
      return; // the source's doing: the ledger names it
    }
    String id = event.subjectId();
    Recorder recorder = recorder(id);
    if (!recorder.over
        && recorder.failedCuts.add(List.of(event.id().track(), event.id().slice()))) {
      start(id, recorder, told);
      told.add(new Event.Failure(id, "EncodingError", event.id() + ": " + event.loss().detail()));
    }
  }

  private void over(String id, Event.@Nullable Failure failure, List<Event> told) {
    Recorder recorder = recorder(id);
    if (recorder.over) {
      return;
    }
    start(id, recorder, told);
    if (failure != null) {
      told.add(failure);
    }
    told.add(new Event.Stop(id));
    recorder.over = true;
    recorder.failedCuts.clear();
  }

  private static void start(String id, Recorder recorder, List<Event> told) {
    if (!recorder.started) {
      recorder.started = true;
      told.add(new Event.Start(id));
    }
  }
}
