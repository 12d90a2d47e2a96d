package io.reelbus.api;

import io.reelbus.api.SharedTracks.Found;
import io.reelbus.api.TrackSetOperations.Change;
import io.reelbus.api.view.ClusterView;
import io.reelbus.model.Device;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Resize;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.model.constraints.MediaTrackSettings;
import io.reelbus.model.constraints.SelectSettings;
import io.reelbus.model.constraints.SelectSettings.Candidate;
import io.reelbus.model.constraints.SettingsBox;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tracks}: W3C {@code getSettings()}, {@code getCapabilities()}, {@code getConstraints()},
 * {@code applyConstraints()} and {@code enabled}. Owned by the event loop.
 *
 * <p>What the device gives stays as long as a track lives, because its tape holds it: constraints
 * that it satisfies are applied, and so are those that cropping, scaling and leaving out pictures
 * satisfies, where its device is one that announces so; others are refused. What is set on a track
 * is set in every stream that has it.
 */
final class TrackOperations {

  private final ClusterView view;
  private final Turns turns;
  private final SharedTracks tracks;
  private final TrackSetOperations trackSets;
  private final InstantSource wall;

  /**
   * Makes one.
   *
   * @param turns of tracks, by id; a track's turn may wait for a stream's, never the other way
   */
  TrackOperations(ClusterView view, Turns turns, TrackSetOperations trackSets, InstantSource wall) {
    this.view = view;
    this.turns = turns;
    this.tracks = new SharedTracks(view);
    this.trackSets = trackSets;
    this.wall = wall;
  }

  Future<JsonObject> get(RoutingContext context) {
    return Future.succeededFuture(json(tracks.find(Answers.path(context, "trackId"))));
  }

  /** W3C {@code MediaStreamTrack.clone()}. */
  Future<JsonObject> cloneTrack(RoutingContext context) {
    return trackSets.cloneTrack(Answers.path(context, "trackId")).map(this::json);
  }

  Future<JsonObject> patch(RoutingContext context) {
    String id = Answers.path(context, "trackId");
    JsonObject body = Answers.body(context);
    tracks.find(id); // or it is not known
    return turns.take("track " + id, () -> patch(tracks.find(id), body));
  }

  private Future<JsonObject> patch(Found found, JsonObject body) {
    JsonObject given = body.getJsonObject("constraints");
    Boolean enabled = body.getBoolean("enabled");
    @Nullable MediaTrackConstraints constraints =
        given == null ? null : ConstraintsReader.track(given, "constraints");
    if (!found.placed().live()) { // an ended track takes nothing, and says nothing
      return Future.succeededFuture(json(found));
    }
    List<Change> changes = new ArrayList<>();
    if (constraints != null) {
      changes.add(constrained(found, constraints));
    }
    String id = found.placed().desired().trackId();
    if (enabled != null) {
      refuseFile(found, enabled);
      long nowUs = TimeUnit.MILLISECONDS.toMicros(wall.millis());
      changes.add((spec, placed) -> TrackChange.enabled(spec, id, enabled, nowUs));
    }
    return trackSets
        .everywhere(
            id,
            (spec, placed) -> {
              StreamSpec changed = spec;
              for (Change change : changes) {
                changed = change.of(changed, placed);
              }
              return changed;
            })
        .map(done -> json(tracks.find(id)));
  }

  private Change constrained(Found found, MediaTrackConstraints constraints) {
    LiveTrack track = found.placed().track();
    MediaTrackSettings selected =
        SelectSettings.select(
                List.of(new Candidate<>(track, boxes(found))),
                constraints.only(track.format().kind()))
            .settings();
    String applied = ConstraintsJson.of(constraints).encode();
    @Nullable Resize resize = TrackSizes.resize(selected);
    // Recorders that start from now on get this size; those that run keep theirs.
    return (spec, placed) -> {
      int source = placed.desired().source();
      return spec.with(spec.track(track.trackId()).constrained(applied))
          .with(source, spec.sources().get(source).resized(resize));
    };
  }

  private List<SettingsBox> boxes(Found found) {
    StreamSource own = found.source().resized(null);
    Device device = device(own);
    LiveTrack track = found.placed().track();
    MediaTrackSettings settings = SourceSettings.of(track, own, device);
    return device != null && track.format().kind() == MediaKind.VIDEO
        ? TrackSizes.madeOf(device, settings)
        : List.of(SettingsBox.of(settings));
  }

  /** What is read as fast as it can be is not disabled at a time. */
  private static void refuseFile(Found found, boolean enabled) {
    if (!enabled && !found.stream().spec().live()) {
      throw Refusal.of(
          "InvalidStateError",
          "track "
              + found.placed().desired().trackId()
              + " is of a file that is not played live: it cannot be disabled");
    }
  }

  private MediaTrackSettings settings(Found found) {
    return SourceSettings.of(found.placed().track(), found.source(), device(found.source()));
  }

  private @Nullable Device device(StreamSource source) {
    return StreamJson.device(source, view.agents());
  }

  private JsonObject json(Found found) {
    Device device = device(found.source());
    MediaTrackSettings settings = settings(found);
    return StreamJson.track(found.stream(), found.placed(), settings)
        .put(
            "constraints",
            StreamJson.constraints(found.stream(), found.source(), found.placed().track()))
        .put(
            "capabilities",
            new JsonObject(
                SourceSettings.capabilities(
                        settings, device, found.placed().track().format().kind())
                    .toMap()));
  }
}
