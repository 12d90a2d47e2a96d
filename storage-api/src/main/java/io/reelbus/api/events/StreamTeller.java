package io.reelbus.api.events;

import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.SourceTracks;
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

  /** Tracks of a stream that has live ones. */
  private static final class TrackSet {
    final Map<String, Track> live = new TreeMap<>(); // by id
    final Set<String> hidden = new HashSet<>(); // not in the set, or stopped
    final Set<String> added = new HashSet<>(); // told
  }

  private final Map<String, TrackSet> streams = new HashMap<>();

  void opened(SourceOpened event, List<Event> told) {
    TrackSet set = streams.computeIfAbsent(event.subjectId(), id -> new TrackSet());
    for (LiveTrack opened : event.tracks()) {
      Track known = set.live.get(opened.trackId());
      if (known == null) {
        set.live.put(opened.trackId(), new Track(event.sourceIndex(), opened.format()));
        if (!set.hidden.contains(opened.trackId())) {
          set.added.add(opened.trackId());
          told.add(new Event.TrackAdded(event.subjectId(), opened));
        }
        continue;
      }
      mute(event.subjectId(), opened.trackId(), known, false, told); // by another agent process
      if (!known.format.equals(opened.format())) {
        known.format = opened.format();
        known.violated.clear();
      }
    }
  }

  void tracks(SourceTracks event, List<Event> told) {
    TrackSet set = streams.computeIfAbsent(event.subjectId(), id -> new TrackSet());
    for (LiveTrack track : event.tracks()) {
      String id = track.trackId();
      boolean removed = event.removed().contains(id);
      boolean stopped = event.stopped().contains(id);
      if (removed && set.added.remove(id)) {
        told.add(new Event.TrackRemoved(event.subjectId(), track));
      } else if (!removed && set.live.containsKey(id) && set.added.add(id)) {
        told.add(new Event.TrackAdded(event.subjectId(), track));
      }
      if (stopped && set.live.remove(id) != null) {
        told.add(new Event.TrackEnded(event.subjectId(), id));
      }
      if (removed || stopped) {
        set.hidden.add(id);
      } else {
        set.hidden.remove(id);
      }
    }
  }

  void ended(String streamId, int sourceIndex, List<String> liveElsewhere, List<Event> told) {
    TrackSet set = streams.get(streamId);
    if (set == null) {
      return;
    }
    set.live.forEach(
        (trackId, track) -> {
          if (track.sourceIndex == sourceIndex && !liveElsewhere.contains(trackId)) {
            told.add(new Event.TrackEnded(streamId, trackId));
          }
        });
    set.live.values().removeIf(track -> track.sourceIndex == sourceIndex);
    if (set.live.isEmpty()) {
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
    TrackSet set = streams.get(streamId);
    return set == null ? null : set.live.get(trackId);
  }
}
