package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.StreamState;
import io.reelbus.api.view.StreamState.Placed;
import io.reelbus.api.view.StreamsView;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.StreamTrack;
import io.reelbus.model.TrackSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Finds tracks, and makes what a stream that has tracks of others should be. */
final class SharedTracks {

  /** A track and a stream that has it. */
  record Found(StreamState stream, Placed placed) {

    StreamSource source() {
      return stream.spec().sources().get(placed.desired().source());
    }
  }

  private final ClusterView view;

  SharedTracks(ClusterView view) {
    this.view = view;
  }

  /**
   * A track, by a stream that has it live if there is one.
   *
   * @throws Refusal {@code NotFoundError} no stream has or had it
   */
  Found find(String trackId) {
    return holders(trackId).stream()
        .filter(found -> found.placed().live())
        .findFirst()
        .or(() -> in(maker(trackId), trackId))
        .or(() -> holders(trackId).stream().findFirst())
        .orElseThrow(() -> Refusal.notFound("track", trackId));
  }

  /** The stream it was made for is the first that may still know it. */
  private Optional<StreamState> maker(String trackId) {
    int track = trackId.lastIndexOf('/');
    int source = track < 0 ? -1 : trackId.lastIndexOf('/', track - 1);
    return view.streams().stream(source < 0 ? trackId : trackId.substring(0, source));
  }

  /** All streams on the bus that have it. */
  List<Found> holders(String trackId) {
    List<Found> found = new ArrayList<>();
    for (StreamState stream : view.streams().all()) {
      in(Optional.of(stream), trackId).ifPresent(found::add);
    }
    return found;
  }

  private static Optional<Found> in(Optional<StreamState> stream, String trackId) {
    return stream.flatMap(s -> s.placed(trackId).map(placed -> new Found(s, placed)));
  }

  /**
   * The stream with a track more, in its set; what was set on the track is in it too.
   *
   * @throws Refusal {@code NotSupportedError} a file read as fast as possible and a live track
   *     together; {@code QuotaExceededError} too many
   */
  static StreamSpec with(StreamSpec to, Found found) {
    return with(to, found, found.placed().desired().trackId(), true);
  }

  /**
   * The stream with a clone of a track, in its set or only kept live by it. It begins with what was
   * set on the track.
   */
  static StreamSpec withClone(StreamSpec to, Found found, boolean member) {
    StreamTrack track = found.placed().desired();
    String id = to.streamId() + "/" + to.sources().size() + "/" + track.index();
    return with(to, found, id, member);
  }

  private static StreamSpec with(StreamSpec to, Found found, String trackId, boolean member) {
    if (!to.sources().isEmpty() && to.live() != found.stream().spec().live()) {
      throw Refusal.of(
          "NotSupportedError",
          "track "
              + found.placed().desired().trackId()
              + ": a file that is read as fast as possible and live tracks cannot be in one"
              + " stream; open the file with kind PACED_FILE");
    }
    if (to.sources().size() >= StreamsView.MAX_SOURCES) {
      throw Refusal.full("tracks that were ever added to a stream", StreamsView.MAX_SOURCES);
    }
    StreamTrack track = found.placed().desired();
    List<StreamSource> sources = new ArrayList<>(to.sources());
    sources.add(played(found));
    List<StreamTrack> tracks = new ArrayList<>(to.trackSet());
    StreamTrack added =
        new StreamTrack(trackId, to.sources().size(), track.index(), track.origin(), member, false);
    tracks.add(added);
    int modifications = to.modifications() + (member ? 1 : 0);
    StreamSpec spec = to.with(sources, tracks, modifications);
    TrackSpec set = found.stream().spec().track(track.trackId());
    return set.equals(TrackSpec.of(track.trackId())) ? spec : spec.with(set.of(added));
  }

  /** A file among live sources is played; alone it would be read as fast as possible. */
  private static StreamSource played(Found found) {
    StreamSource from = found.source();
    Source source = from.source();
    if (source.live() || !found.stream().spec().live()) {
      return from;
    }
    Source paced = new Source(Source.Kind.PACED_FILE, source.url(), source.options());
    return new StreamSource(
        from.agentId(), from.deviceId(), paced, from.wire(), from.constraints(), from.resize());
  }

  /**
   * The stream with another wish for one of its tracks.
   *
   * @param state the stream's tracks, by which those that nothing special was desired of are known
   */
  static StreamSpec changed(
      StreamSpec spec, StreamState state, String trackId, UnaryOperator<StreamTrack> change) {
    Optional<Placed> placed = state.placed(trackId);
    if (placed.isEmpty()) {
      return spec;
    }
    int source = placed.get().desired().source();
    List<StreamTrack> tracks = new ArrayList<>(spec.trackSet());
    if (spec.tracksOf(source).isEmpty()) {
      state.placed().stream()
          .map(Placed::desired)
          .filter(track -> track.source() == source)
          .forEach(tracks::add);
    }
    StreamSpec before = spec.with(spec.sources(), List.copyOf(tracks), spec.modifications());
    tracks.replaceAll(track -> track.trackId().equals(trackId) ? change.apply(track) : track);
    if (tracks.equals(before.trackSet())) {
      return spec;
    }
    boolean sameSet = members(tracks).equals(members(before.trackSet()));
    return spec.with(spec.sources(), tracks, spec.modifications() + (sameSet ? 0 : 1));
  }

  private static List<String> members(List<StreamTrack> tracks) {
    return tracks.stream().filter(StreamTrack::member).map(StreamTrack::trackId).toList();
  }
}
