package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.StreamState;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tracks}: W3C {@code getSettings()}, {@code getCapabilities()}, {@code getConstraints()}
 * and {@code applyConstraints()}. Owned by the event loop.
 *
 * <p>A track has the settings it was opened with as long as it lives, because its tape holds them:
 * constraints that its settings satisfy are applied, others are refused. They are remembered by
 * this process; those a stream was opened with are on the bus.
 */
final class TrackOperations {

  private static final int MAX_REMEMBERED = 10_000;

  private record Found(StreamState stream, StreamSource source, LiveTrack track) {
    boolean live() {
      return StreamJson.isLive(stream, track);
    }
  }

  private final ClusterView view;
  private final Map<String, JsonObject> applied = new LinkedHashMap<>(); // oldest first

  TrackOperations(ClusterView view) {
    this.view = view;
  }

  Future<JsonObject> get(RoutingContext context) {
    return Future.succeededFuture(json(find(Answers.path(context, "trackId"))));
  }

  Future<JsonObject> patch(RoutingContext context) {
    Found found = find(Answers.path(context, "trackId"));
    JsonObject given = Answers.body(context).getJsonObject("constraints");
    MediaTrackConstraints constraints = ConstraintsReader.track(given, "constraints");
    if (found.live()) { // an ended track takes no constraints, and says nothing
      SelectSettings.select(
          List.of(new Candidate<>(found.track(), List.of(SettingsBox.of(settings(found))))),
          constraints.only(found.track().format().kind()));
      remember(found.track().trackId(), ConstraintsJson.of(constraints));
    }
    return Future.succeededFuture(json(found));
  }

  private void remember(String trackId, JsonObject constraints) {
    applied.remove(trackId);
    applied.put(trackId, constraints);
    if (applied.size() > MAX_REMEMBERED) {
      applied.remove(applied.keySet().iterator().next());
    }
  }

  private Found find(String trackId) {
    int track = trackId.lastIndexOf('/');
    int source = track < 0 ? -1 : trackId.lastIndexOf('/', track - 1);
    String streamId = source < 0 ? trackId : trackId.substring(0, source);
    StreamState stream = view.streams().stream(streamId).orElse(null);
    for (int i = 0; stream != null && i < stream.sources().size(); i++) {
      for (LiveTrack each : stream.sources().get(i).tracks()) {
        if (each.trackId().equals(trackId)) {
          return new Found(stream, stream.spec().sources().get(i), each);
        }
      }
    }
    throw Refusal.notFound("track", trackId);
  }

  private MediaTrackSettings settings(Found found) {
    return SourceSettings.of(found.track(), found.source(), device(found.source()));
  }

  private @Nullable Device device(StreamSource source) {
    return StreamJson.device(source, view.agents());
  }

  private JsonObject json(Found found) {
    Device device = device(found.source());
    MediaTrackSettings settings = settings(found);
    String opened = found.source().constraints();
    JsonObject constraints =
        applied.getOrDefault(
            found.track().trackId(), opened.isEmpty() ? new JsonObject() : new JsonObject(opened));
    return StreamJson.track(found.track(), settings, found.live())
        .put("constraints", constraints)
        .put(
            "capabilities",
            new JsonObject(
                SourceSettings.capabilities(settings, device, found.track().format().kind())
                    .toMap()));
  }
}
