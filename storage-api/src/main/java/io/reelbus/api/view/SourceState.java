package io.reelbus.api.view;

import io.reelbus.model.LiveTrack;
import io.reelbus.model.TrackFormat;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Where one source of a stream stands.
 *
 * @param phase where
 * @param tracks what it gave when it was opened; kept after its end
 * @param errorName DOMException name when failed, else empty
 * @param errorMessage one line when failed, else empty
 * @param muted ids of tracks that give nothing at the moment
 * @param changed whether it was opened again with other settings than at first
 */
public record SourceState(
    Phase phase,
    List<LiveTrack> tracks,
    String errorName,
    String errorMessage,
    Set<String> muted,
    boolean changed) {

  /** Asked for, and nothing heard yet. */
  static final SourceState OPENING = new SourceState(Phase.OPENING, List.of(), "", "");

  /** Phases of a source. A failed or ended source may be opened again by a restarted agent. */
  public enum Phase {
    OPENING,
    OPEN,
    ENDED,
    FAILED
  }

  /** Copies the collections. */
  public SourceState {
    tracks = List.copyOf(tracks);
    muted = Set.copyOf(muted);
  }

  /** One that gives all it has, as at first. */
  public SourceState(Phase phase, List<LiveTrack> tracks, String errorName, String errorMessage) {
    this(phase, tracks, errorName, errorMessage, Set.of(), false);
  }

  /** The same, opened, perhaps again. */
  SourceState opened(List<LiveTrack> now) {
    boolean other = changed || (!tracks.isEmpty() && !formats(tracks).equals(formats(now)));
    return new SourceState(Phase.OPEN, now, "", "", Set.of(), other);
  }

  private static List<TrackFormat> formats(List<LiveTrack> tracks) {
    return tracks.stream().map(LiveTrack::format).toList();
  }

  /** Whether a track is one of its. */
  boolean has(String trackId) {
    return tracks.stream().anyMatch(track -> track.trackId().equals(trackId));
  }

  /** The same with a track that gives nothing, or something again. */
  SourceState muted(String trackId, boolean isMuted) {
    Set<String> now = new HashSet<>(muted);
    if (isMuted) {
      now.add(trackId);
    } else {
      now.remove(trackId);
    }
    return new SourceState(phase, tracks, errorName, errorMessage, now, changed);
  }
}
