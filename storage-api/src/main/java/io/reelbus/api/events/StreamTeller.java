package io.reelbus.api.events;

import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.TrackMuted;
import io.reelbus.model.LedgerEvent.TrackOverconstrained;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.TrackFormat;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What ledger lines of streams mean, each said once. Guarded by {@link Narrator}. */
final class StreamTeller {

  /** A track that is live. */
  private static final class Track {
    final int sourceIndex;
    TrackFormat format;
    boolean muted;
    final Set<String> violated = new HashSet<>(); // constraints, as told since the format changed

    Track(int sourceIndex, TrackFormat format) {
      this.sourceIndex = sourceIndex;
      this.format = format;
    }
  }

  private final Map<String, Map<String, Track>> streams = new HashMap<>(); // by track id, sorted

  void opened(SourceOpened event, List<Event> told) {
    Map<String, Track> live = streams.computeIfAbsent(event.subjectId(), id -> new TreeMap<>());
    for (LiveTrack opened : event.tracks()) {
      Track known = live.get(opened.trackId());
      if (known == null) {
        live.put(opened.trackId(), new Track(event.sourceIndex(), opened.format()));
        told.add(new Event.TrackAdded(event.subjectId(), opened));
        continue;
      }
      mute(event.subjectId(), opened.trackId(), known, false, told); // by another agent process
      if (!known.format.equals(opened.format())) {
        known.format = opened.format();
        known.violated.clear();
      }
    }
  }

  void ended(String streamId, int sourceIndex, List<Event> told) {
    Map<String, Track> live = streams.get(streamId);
    if (live == null) {
      return;
    }
    live.forEach(
        (trackId, track) -> {
          if (track.sourceIndex == sourceIndex) {
            told.add(new Event.TrackEnded(streamId, trackId));
          }
        });
    live.values().removeIf(track -> track.sourceIndex == sourceIndex);
    if (live.isEmpty()) {
      streams.remove(streamId);
    }
  }

  void muted(TrackMuted event, List<Event> told) {
    Track track = track(event.subjectId(), event.trackId());
    if (track != null) {
      mute(event.subjectId(), event.trackId(), track, event.muted(), told);
    }
  }

  private static void mute(
      String streamId, String trackId, Track track, boolean muted, List<Event> told) {
    if (track.muted != muted) {
      track.muted = muted;
      told.add(new Event.TrackMute(streamId, trackId, muted));
    }
  }

  void overconstrained(TrackOverconstrained event, List<Event> told) {
    Track track = track(event.subjectId(), event.trackId());
    if (track != null && track.violated.add(event.constraint())) {
      told.add(
          new Event.TrackOverconstraint(event.subjectId(), event.trackId(), event.constraint()));
    }
  }

  /** Whether this was told of the track as it was opened last. */
  boolean isTold(TrackOverconstrained line) {
    Track track = track(line.subjectId(), line.trackId());
    return track != null && track.violated.contains(line.constraint());
  }

  private @Nullable Track track(String streamId, String trackId) {
    return streams.getOrDefault(streamId, Map.of()).get(trackId);
  }
}
