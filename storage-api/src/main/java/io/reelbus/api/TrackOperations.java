package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.StreamState;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tracks}: W3C {@code getSettings()}, {@code getCapabilities()}, {@code getConstraints()}
 * and {@code applyConstraints()}. Owned by the event loop.
 *
 * <p>What the device gives stays as long as a track lives, because its tape holds it: constraints
 * that it satisfies are applied, and so are those that cropping, scaling and leaving out pictures
 * satisfies, where its device is one that announces so; others are refused. They are remembered by
 * this process; those a stream was opened with, and another size, are on the bus.
 */
final class TrackOperations {

  private static final int MAX_REMEMBERED = 10_000;
  private static final long CHANGE_SECONDS = 10;

  private record Found(StreamState stream, int index, LiveTrack track) {
    StreamSource source() {
      return stream.spec().sources().get(index);
    }

    boolean live() {
      return StreamJson.isLive(stream, track);
    }
  }

  private final ClusterView view;
  private final Waits waits;
  private final Map<String, JsonObject> applied = new LinkedHashMap<>(); // oldest first

  TrackOperations(ClusterView view, Waits waits) {
    this.view = view;
    this.waits = waits;
  }

  Future<JsonObject> get(RoutingContext context) {
    return Future.succeededFuture(json(find(Answers.path(context, "trackId"))));
  }

  Future<JsonObject> patch(RoutingContext context) {
    Found found = find(Answers.path(context, "trackId"));
    JsonObject given = Answers.body(context).getJsonObject("constraints");
    MediaTrackConstraints constraints = ConstraintsReader.track(given, "constraints");
    if (found.live()) { // an ended track takes no constraints, and says nothing
      MediaTrackSettings selected =
          SelectSettings.select(
                  List.of(new Candidate<>(found.track(), boxes(found))),
                  constraints.only(found.track().format().kind()))
              .settings();
      JsonObject kept = ConstraintsJson.of(constraints);
      return resized(found, TrackSizes.resize(selected))
          .map(
              now -> {
                remember(found.track().trackId(), kept);
                return json(find(found.track().trackId()));
              });
    }
    return Future.succeededFuture(json(found));
  }

  private List<SettingsBox> boxes(Found found) {
    StreamSource own = found.source().resized(null);
    Device device = device(own);
    MediaTrackSettings settings = SourceSettings.of(found.track(), own, device);
    return device != null && found.track().format().kind() == MediaKind.VIDEO
        ? TrackSizes.madeOf(device, settings)
        : List.of(SettingsBox.of(settings));
  }

  /** Recorders that start from now on get this size; those that run keep theirs. */
  private Future<?> resized(Found found, @Nullable Resize resize) {
    if (Objects.equals(resize, found.source().resize())) {
      return Future.succeededFuture();
    }
    StreamSpec spec = found.stream().spec();
    List<StreamSource> sources = new ArrayList<>(spec.sources());
    sources.set(found.index(), found.source().resized(resize));
    StreamSpec changed = new StreamSpec(spec.streamId(), sources, spec.open());
    return waits.put(
        changed, CHANGE_SECONDS, now -> now == null || now.spec().sources().equals(sources));
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
          return new Found(stream, i, each);
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
