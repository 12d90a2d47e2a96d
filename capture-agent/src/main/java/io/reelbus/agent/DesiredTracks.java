package io.reelbus.agent;

import io.reelbus.model.LedgerEvent.SourceTracks;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamTrack;
import java.util.Collection;
import java.util.List;

/** What a stream's desired state says about the tracks of one of its sources. Pure. */
final class DesiredTracks {

  private DesiredTracks() {}

  /** What a stream calls a track of a source; several where it has clones of it. */
  static List<String> ids(StreamSpec spec, int source, int index) {
    List<StreamTrack> tracks = spec.tracksOf(source);
    return tracks.isEmpty()
        ? List.of(new TrackId(spec.streamId(), source, index).toString())
        : tracks.stream().filter(t -> t.index() == index).map(StreamTrack::trackId).toList();
  }

  /** Under which name a source that belongs to streams alone is shared among them. */
  static String session(StreamSpec spec, int source) {
    return spec.tracksOf(source).stream()
        .findFirst()
        .map(StreamTrack::session)
        .orElse(spec.streamId() + "/" + source);
  }

  /** Whether some track of a source is not simply live and in the set. */
  static boolean areSpecial(StreamSpec spec, int source) {
    return spec.tracksOf(source).stream().anyMatch(t -> t.stopped() || !t.member());
  }

  /**
   * The line that says so.
   *
   * @param known the tracks as they were opened
   */
  static SourceTracks line(StreamSpec spec, int source, List<LiveTrack> known) {
    List<StreamTrack> tracks = spec.tracksOf(source);
    return new SourceTracks(
        spec.streamId(),
        source,
        known,
        tracks.stream().filter(t -> !t.member()).map(StreamTrack::trackId).toList(),
        tracks.stream().filter(StreamTrack::stopped).map(StreamTrack::trackId).toList());
  }

  /** Tracks of a source that one of the other streams keeps live. */
  static List<String> liveElsewhere(StreamSpec spec, int source, Collection<StreamSpec> others) {
    List<StreamTrack> own = spec.tracksOf(source);
    return others.stream()
        .filter(other -> other.open() && !other.streamId().equals(spec.streamId()))
        .flatMap(other -> other.trackSet().stream())
        .filter(track -> !track.stopped())
        .map(StreamTrack::trackId)
        .filter(id -> own.isEmpty() ? isOf(spec, source, id) : isAmong(own, id))
        .distinct()
        .toList();
  }

  private static boolean isOf(StreamSpec spec, int source, String trackId) {
    TrackId id = TrackId.parse(trackId);
    return id != null && id.streamId().equals(spec.streamId()) && id.source() == source;
  }

  private static boolean isAmong(List<StreamTrack> tracks, String trackId) {
    return tracks.stream().anyMatch(t -> t.trackId().equals(trackId));
  }
}
