package io.reelbus.api.view;

import io.reelbus.api.view.SourceState.Phase;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamTrack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stream: what was asked for and what the agents made of it.
 *
 * @param spec what was asked for
 * @param sources one per source of the spec, in its order
 */
public record StreamState(StreamSpec spec, List<SourceState> sources) {

  /**
   * A track of the stream, in its track set or only kept live by it.
   *
   * @param desired what is desired of it
   * @param track as it was opened
   * @param live whether it can still give frames
   */
  public record Placed(StreamTrack desired, LiveTrack track, boolean live) {}

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
    return placed().stream().anyMatch(track -> track.desired().member() && track.live());
  }

  /** All tracks, also those that are not in the track set or have ended, in order. */
  public List<Placed> placed() {
    List<Placed> all = new ArrayList<>();
    for (int source = 0; source < sources.size(); source++) {
      List<LiveTrack> tracks = sources.get(source).tracks();
      List<StreamTrack> desired = spec.tracksOf(source);
      boolean open = spec.open() && sources.get(source).phase() == Phase.OPEN;
      for (int index = 0; index < tracks.size(); index++) {
        LiveTrack track = tracks.get(index);
        Optional<StreamTrack> wanted =
            desired.isEmpty()
                ? Optional.of(asItIs(track, source, index))
                : desired.stream().filter(t -> t.trackId().equals(track.trackId())).findFirst();
        wanted.ifPresent(w -> all.add(new Placed(w, track, open && !w.stopped())));
      }
    }
    return all;
  }

  private static StreamTrack asItIs(LiveTrack track, int source, int index) {
    String id = track.trackId();
    return new StreamTrack(id, source, index, id, true, false);
  }

  /** The track set in the order of the sources, ended ones too. */
  public List<LiveTrack> tracks() {
    return placed().stream().filter(t -> t.desired().member()).map(Placed::track).toList();
  }

  /** The live ones of the track set. */
  public List<LiveTrack> liveTracks() {
    return placed().stream()
        .filter(t -> t.desired().member() && t.live())
        .map(Placed::track)
        .toList();
  }

  /** A track by id, in the track set or not. */
  public Optional<Placed> placed(String trackId) {
    return placed().stream().filter(t -> t.track().trackId().equals(trackId)).findFirst();
  }

  /** A track by id, in the track set or not. */
  public Optional<LiveTrack> track(String trackId) {
    return placed(trackId).map(Placed::track);
  }

  /** Whether a track gives nothing at the moment. */
  public boolean isMuted(String trackId) {
    return sources.stream().anyMatch(source -> source.muted().contains(trackId));
  }

  /** Whether nothing more will come from any source. */
  public boolean over() {
    return sources.stream().allMatch(s -> s.phase() == Phase.ENDED || s.phase() == Phase.FAILED);
  }
}
