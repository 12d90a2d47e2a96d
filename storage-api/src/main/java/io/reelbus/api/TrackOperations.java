package io.reelbus.api;

import io.reelbus.api.SharedTracks.Found;
import io.reelbus.api.view.ClusterView;
import io.reelbus.model.Device;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.model.constraints.MediaTrackSettings;
import io.reelbus.model.constraints.SelectSettings;
import io.reelbus.model.constraints.SelectSettings.Candidate;
import io.reelbus.model.constraints.SettingsBox;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tracks}: W3C {@code getSettings()}, {@code getCapabilities()}, {@code getConstraints()}
 * and {@code applyConstraints()}. Owned by the event loop.
 *
 * <p>A track has the settings it was opened with as long as it lives, because its tape holds them:
 * constraints that its settings satisfy are applied, others are refused. They are on the bus.
 */
final class TrackOperations {

  private final ClusterView view;
  private final SharedTracks tracks;
  private final TrackSetOperations trackSets;

  TrackOperations(ClusterView view, TrackSetOperations trackSets) {
    this.view = view;
    this.tracks = new SharedTracks(view);
    this.trackSets = trackSets;
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
    Found found = tracks.find(id);
    JsonObject given = Answers.body(context).getJsonObject("constraints");
    MediaTrackConstraints constraints = ConstraintsReader.track(given, "constraints");
    if (!found.placed().live()) { // an ended track takes no constraints, and says nothing
      return Future.succeededFuture(json(found));
    }
    LiveTrack track = found.placed().track();
    SelectSettings.select(
        List.of(new Candidate<>(track, List.of(SettingsBox.of(settings(found))))),
        constraints.only(track.format().kind()));
    String applied = ConstraintsJson.of(constraints).encode();
    return trackSets
        .everywhere(id, each -> each.constrained(applied))
        .map(done -> json(tracks.find(id)));
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
    String applied = found.placed().desired().constraints();
    String constraints = applied.isEmpty() ? found.source().constraints() : applied;
    return StreamJson.track(found.placed().track(), settings, found.placed().live())
        .put("constraints", constraints.isEmpty() ? new JsonObject() : new JsonObject(constraints))
        .put(
            "capabilities",
            new JsonObject(
                SourceSettings.capabilities(
                        settings, device, found.placed().track().format().kind())
                    .toMap()));
  }
}
