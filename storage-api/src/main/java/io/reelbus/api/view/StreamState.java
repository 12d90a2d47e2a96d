package io.reelbus.api.view;

import io.reelbus.model.LiveTrack;
import io.reelbus.model.StreamSpec;
import java.util.List;
import java.util.Optional;

/**
 * A stream: what was asked for and what the agents made of it.
 *
 * @param spec what was asked for
 * @param sources one per source of the spec, in its order
 */
public record StreamState(StreamSpec spec, List<SourceState> sources) {

  /** Copies the list. */
  public StreamState {
    sources = List.copyOf(sources);
  }

  /** Identity. */
  public String id() {
    return spec.streamId();
  }

  /** Whether some track is live, W3C {@code MediaStream.active}. */
  public boolean active() {
    return spec.open() && sources.stream().anyMatch(s -> s.phase() == SourceState.Phase.OPEN);
  }

  /** All tracks in the order of the sources, ended ones too. */
  public List<LiveTrack> tracks() {
    return sources.stream().flatMap(s -> s.tracks().stream()).toList();
  }

  /** A track by id. */
  public Optional<LiveTrack> track(String trackId) {
    return tracks().stream().filter(t -> t.trackId().equals(trackId)).findFirst();
  }

  /** Whether a track gives nothing at the moment. */
  public boolean isMuted(String trackId) {
    return sources.stream().anyMatch(source -> source.muted().contains(trackId));
  }

  /** Whether nothing more will come from any source. */
  public boolean over() {
    return sources.stream()
        .allMatch(
            s -> s.phase() == SourceState.Phase.ENDED || s.phase() == SourceState.Phase.FAILED);
  }
}
