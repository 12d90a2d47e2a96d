package io.reelbus.agent;

import io.reelbus.model.ChunkId;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LiveTrack;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger says about streams and recordings, as far as an agent that comes back needs it.
 * Belongs to the control thread; while an {@link Attempt} catches up, to the ledger's.
 */
final class LedgerView {

  /** How far a track was captured. */
  record Progress(int slice, boolean last) {}

  private final Set<String> finished = new HashSet<>();
  private final Set<String> opened = new HashSet<>();
  private final Map<String, Map<String, LiveTrack>> tracks = new HashMap<>(); // by stream
  private final Map<String, Map<Integer, Progress>> captured = new HashMap<>();
  private final Map<String, Map<Integer, Cut>> latest = new HashMap<>(); // with some of the tape
  private final Map<String, Map<Integer, BitSet>> encoded = new HashMap<>(); // slices, by track
  private final Map<ChunkId, Cut> unsettled = new LinkedHashMap<>(); // the last of each live track

  void event(LedgerEvent event) {
    if (event instanceof SourceOpened e) {
      opened.add(e.subjectId() + "/" + e.sourceIndex());
      Map<String, LiveTrack> known = tracks.computeIfAbsent(e.subjectId(), id -> new HashMap<>());
      e.tracks().forEach(t -> known.put(t.trackId(), t));
    } else if (event instanceof SourceFailed e) {
      opened.add(e.subjectId() + "/" + e.sourceIndex());
    } else if (event instanceof Captured e) {
      captured
          .computeIfAbsent(e.subjectId(), k -> new HashMap<>())
          .merge(
              e.id().track(),
              new Progress(e.id().slice(), e.last()),
              (a, b) -> a.slice() > b.slice() ? a : b);
      keep(e);
    } else if (event instanceof Encoded e) {
      unsettled.remove(e.id());
      if (!finished.contains(e.subjectId())) {
        encoded
            .computeIfAbsent(e.subjectId(), k -> new HashMap<>())
            .computeIfAbsent(e.id().track(), k -> new BitSet())
            .set(e.id().slice());
      }
    } else if (event instanceof FileStored || event instanceof Failed) {
      finished.add(event.subjectId());
      captured.remove(event.subjectId());
      encoded.remove(event.subjectId());
      forgetCuts(event.subjectId());
    }
  }

  /** Behind a slice's line there is one of the next only when its cut is queued. */
  private void keep(Captured event) {
    Cut cut = event.cut();
    if (cut != null) {
      ChunkId id = event.id();
      unsettled
          .keySet()
          .removeIf(
              known -> known.recordingId().equals(id.recordingId()) && known.track() == id.track());
      unsettled.put(id, cut);
      latest
          .computeIfAbsent(id.recordingId(), k -> new HashMap<>())
          .merge(id.track(), cut, (a, b) -> b.tape().isEmpty() ? a : b);
    }
  }

  /** The last cut of each of a recording's live tracks, unless its chunk is known of. */
  List<Cut> unsettled(String recordingId) {
    return unsettled.values().stream()
        .filter(cut -> cut.id().recordingId().equals(recordingId))
        .toList();
  }

  /**
   * The latest cut of a live track of an unfinished recording that has some of the tape, or the
   * first one when none has; null when the ledger has no cut of it.
   */
  @Nullable Cut latest(String recordingId, int track) {
    return latest.getOrDefault(recordingId, Map.of()).get(track);
  }

  private void forgetCuts(String recordingId) {
    latest.remove(recordingId);
    unsettled.keySet().removeIf(id -> id.recordingId().equals(recordingId));
  }

  /** Whether nothing more is to be done for a recording. */
  boolean isFinished(String recordingId) {
    return finished.contains(recordingId);
  }

  /** Whether a source was opened, or failed to, before. */
  boolean wasOpened(String streamId, int sourceIndex) {
    return opened.contains(streamId + "/" + sourceIndex);
  }

  /** A track that was live once in a stream. */
  @Nullable LiveTrack track(String streamId, String trackId) {
    return tracks.getOrDefault(streamId, Map.of()).get(trackId);
  }

  /** How far the tracks of an unfinished recording were captured. */
  Map<Integer, Progress> captured(String recordingId) {
    return captured.getOrDefault(recordingId, Map.of());
  }

  /** The slices of an unfinished recording whose chunks are durable, by track; a copy. */
  Map<Integer, BitSet> encoded(String recordingId) {
    Map<Integer, BitSet> copy = new HashMap<>();
    encoded
        .getOrDefault(recordingId, Map.of())
        .forEach((track, slices) -> copy.put(track, (BitSet) slices.clone()));
    return copy;
  }

  /** A stream is gone. */
  void forgetStream(String streamId) {
    opened.removeIf(key -> key.startsWith(streamId + "/"));
    tracks.remove(streamId);
  }

  /** A recording is gone. */
  void forgetRecording(String recordingId) {
    finished.remove(recordingId);
    captured.remove(recordingId);
    encoded.remove(recordingId);
    forgetCuts(recordingId);
  }
}
