package io.reelbus.api;

import io.reelbus.api.SharedTracks.Found;
import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.SourceState.Phase;
import io.reelbus.api.view.StreamState;
import io.reelbus.api.view.StreamState.Placed;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamTrack;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;

/**
 * W3C {@code MediaStream} of other streams' tracks: {@code addTrack()}, {@code removeTrack()},
 * {@code clone()}, and a track's {@code clone()} and {@code stop()}. Owned by the event loop.
 */
final class TrackSetOperations {

  private final ClusterView view;
  private final Waits waits;
  private final Duration openDeadline;
  private final SharedTracks tracks;
  private final Turns turns;
  private final Runnable trackSetChanged;

  /** What is to become of a stream that has a track. */
  interface Change {
    /** The stream changed; the same when there is nothing to do. */
    StreamSpec of(StreamSpec spec, Placed track);
  }

  /**
   * Makes them.
   *
   * @param turns of streams, by id
   * @param trackSetChanged called when one was: recorders of it must stop
   */
  TrackSetOperations(
      ClusterView view, Waits waits, Turns turns, Duration openDeadline, Runnable trackSetChanged) {
    this.view = view;
    this.waits = waits;
    this.turns = turns;
    this.openDeadline = openDeadline;
    this.tracks = new SharedTracks(view);
    this.trackSetChanged = trackSetChanged;
  }

  /** What a stream of these tracks should be; a track that comes twice is there once. */
  StreamSpec composed(JsonArray trackIds) {
    StreamSpec spec = fresh();
    for (int i = 0; i < trackIds.size(); i++) {
      String trackId = trackIds.getString(i);
      spec = isIn(spec, trackId) ? spec : SharedTracks.with(spec, live(trackId));
    }
    return spec.with(spec.sources(), spec.trackSet(), 0);
  }

  /** What a clone of a stream should be; tracks that have ended are not in it. */
  StreamSpec cloned(StreamState stream) {
    StreamSpec spec = fresh();
    for (Placed placed : stream.placed()) {
      if (placed.desired().member() && placed.live()) {
        spec = SharedTracks.withClone(spec, new Found(stream, placed), true);
      }
    }
    if (spec.sources().isEmpty()) {
      throw Refusal.of(
          "InvalidStateError", "stream " + stream.id() + " has no live track to clone");
    }
    return spec.with(spec.sources(), spec.trackSet(), 0);
  }

  private static StreamSpec fresh() {
    return new StreamSpec(UUID.randomUUID().toString(), List.of(), true);
  }

  private Found live(String trackId) {
    Found found = tracks.find(trackId);
    if (!found.placed().live()) {
      throw Refusal.of("InvalidStateError", "track " + trackId + " has ended");
    }
    return found;
  }

  Future<JsonObject> add(RoutingContext context) {
    String streamId = Answers.path(context, "streamId");
    String trackId = Answers.body(context).getString("trackId");
    return turns.take(
        streamId,
        () -> {
          StreamState stream = open(streamId);
          boolean has = stream.placed(trackId).isPresent();
          Found found = has ? null : live(trackId);
          return change(
                  streamId,
                  spec ->
                      found == null
                          ? SharedTracks.changed(spec, stream, trackId, t -> t.member(true))
                          : isIn(spec, trackId) ? spec : SharedTracks.with(spec, found),
                  trackId)
              .map(state -> StreamJson.stream(state, view.agents()));
        });
  }

  private static boolean isIn(StreamSpec spec, String trackId) {
    return spec.trackSet().stream().anyMatch(track -> track.trackId().equals(trackId));
  }

  Future<JsonObject> remove(RoutingContext context) {
    String streamId = Answers.path(context, "streamId");
    String trackId = Answers.path(context, "trackId");
    return turns.take(
        streamId,
        () -> {
          StreamState stream = open(streamId);
          return change(
                  streamId,
                  spec -> SharedTracks.changed(spec, stream, trackId, t -> t.member(false)),
                  "")
              .map(state -> new JsonObject());
        });
  }

  /** A clone that is in no track set: the stream that has the track keeps it live. */
  Future<Found> cloneTrack(String trackId) {
    Found found = live(trackId);
    String streamId = found.stream().id();
    return turns.take(
        streamId,
        () -> {
          StreamSpec base = open(streamId).spec();
          String cloneId =
              streamId + "/" + base.sources().size() + "/" + found.placed().desired().index();
          return change(streamId, spec -> SharedTracks.withClone(spec, found, false), cloneId)
              .map(state -> tracks.find(cloneId));
        });
  }

  /** Stops a track in every stream that has it. */
  Future<JsonObject> stop(RoutingContext context) {
    String trackId = Answers.path(context, "trackId");
    tracks.find(trackId); // or it is not known
    List<Future<?>> all = new ArrayList<>();
    for (Found found : tracks.holders(trackId)) {
      StreamState stream = found.stream();
      all.add(
          inTurn(
              stream.id(), spec -> SharedTracks.changed(spec, stream, trackId, StreamTrack::stop)));
    }
    return Future.all(all).map(done -> new JsonObject());
  }

  /** Changes every open stream that has a track. */
  Future<Void> everywhere(String trackId, Change change) {
    List<Future<?>> all = new ArrayList<>();
    for (Found found : tracks.holders(trackId)) {
      all.add(inTurn(found.stream().id(), spec -> change.of(spec, found.placed())));
    }
    return Future.all(all).mapEmpty();
  }

  /** A stream that is closed, perhaps by now, is left as it is. */
  private Future<Void> inTurn(String streamId, UnaryOperator<StreamSpec> command) {
    return turns.take(
        streamId,
        () ->
            view.streams().stream(streamId).filter(now -> now.spec().open()).isPresent()
                ? change(streamId, command, "").mapEmpty()
                : Future.succeededFuture());
  }

  private StreamState open(String streamId) {
    StreamState stream =
        view.streams().stream(streamId).orElseThrow(() -> Refusal.notFound("stream", streamId));
    if (!stream.spec().open()) {
      throw Refusal.of("InvalidStateError", "stream " + streamId + " is closed");
    }
    return stream;
  }

  /** Carries out a change and waits until a track of it, if one is named, is open. */
  private Future<StreamState> change(
      String streamId, UnaryOperator<StreamSpec> command, String awaited) {
    int before = open(streamId).spec().modifications();
    return waits
        .change(
            open(streamId).spec(),
            command,
            openDeadline.toSeconds(),
            state -> awaited.isEmpty() || isOpened(state, awaited))
        .map(
            state -> {
              if (state.spec().modifications() != before) {
                trackSetChanged.run();
              }
              if (!awaited.isEmpty() && state.placed(awaited).isEmpty()) {
                throw Refusal.of("NotReadableError", "track " + awaited + " could not be opened");
              }
              return state;
            });
  }

  private static boolean isOpened(StreamState state, String trackId) {
    int source =
        state.spec().trackSet().stream()
            .filter(track -> track.trackId().equals(trackId))
            .mapToInt(StreamTrack::source)
            .findFirst()
            .orElse(-1);
    return source < 0 || state.sources().get(source).phase() != Phase.OPENING;
  }
}
