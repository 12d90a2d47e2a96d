package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.StreamState;
import io.reelbus.model.Device;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * {@code /tracks}: W3C {@code getSettings()}, {@code getCapabilities()}, {@code getConstraints()},
 * {@code applyConstraints()} and {@code enabled}. Owned by the event loop.
 *
 * <p>What the device gives stays as long as a track lives, because its tape holds it: constraints
 * that it satisfies are applied, and so are those that cropping, scaling and leaving out pictures
 * satisfies, where its device is one that announces so; others are refused.
 */
final class TrackOperations {

  private static final long WRITE_SECONDS = 15;

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
  private final Turns turns;
  private final InstantSource wall;

  /**
   * Makes one.
   *
   * @param turns of streams, by id
   */
  TrackOperations(ClusterView view, Waits waits, Turns turns, InstantSource wall) {
    this.view = view;
    this.waits = waits;
    this.turns = turns;
    this.wall = wall;
  }

  Future<JsonObject> get(RoutingContext context) {
    return Future.succeededFuture(json(find(Answers.path(context, "trackId"))));
  }

  Future<JsonObject> patch(RoutingContext context) {
    String id = Answers.path(context, "trackId");
    JsonObject body = Answers.body(context);
    return turns.take(find(id).stream().id(), () -> patch(find(id), body));
  }

  private Future<JsonObject> patch(Found found, JsonObject body) {
    JsonObject given = body.getJsonObject("constraints");
    Boolean enabled = body.getBoolean("enabled");
    @Nullable MediaTrackConstraints constraints =
        given == null ? null : ConstraintsReader.track(given, "constraints");
    if (!found.live()) { // an ended track takes nothing, and says nothing
      return Future.succeededFuture(json(found));
    }
    String id = found.track().trackId();
    StreamSpec before = found.stream().spec();
    StreamSpec after = before;
    if (constraints != null) {
      MediaTrackSettings selected =
          SelectSettings.select(
                  List.of(new Candidate<>(found.track(), boxes(found))),
                  constraints.only(found.track().format().kind()))
              .settings();
      String applied = ConstraintsJson.of(constraints).encode();
      // Recorders that start from now on get this size; those that run keep theirs.
      after =
          after
              .with(after.track(id).constrained(applied))
              .with(found.index(), found.source().resized(TrackSizes.resize(selected)));
    }
    if (enabled != null) {
      refuseFile(found, enabled);
      long nowUs = TimeUnit.MILLISECONDS.toMicros(wall.millis());
      after = TrackChange.enabled(after, id, enabled, nowUs);
    }
    StreamSpec written = after;
    return written.equals(before)
        ? Future.succeededFuture(json(found))
        : waits
            .put(written, WRITE_SECONDS, now -> now == null || now.spec().equals(written))
            .map(now -> json(find(id)));
  }

  private List<SettingsBox> boxes(Found found) {
    StreamSource own = found.source().resized(null);
    Device device = device(own);
    MediaTrackSettings settings = SourceSettings.of(found.track(), own, device);
    return device != null && found.track().format().kind() == MediaKind.VIDEO
        ? TrackSizes.madeOf(device, settings)
        : List.of(SettingsBox.of(settings));
  }

  /** What is read as fast as it can be is not disabled at a time. */
  private static void refuseFile(Found found, boolean enabled) {
    if (!enabled && !found.source().source().live()) {
      throw Refusal.of(
          "InvalidStateError",
          "track "
              + found.track().trackId()
              + " is of a file that is not played live: it cannot be disabled");
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
    return StreamJson.track(found.stream(), found.track(), settings)
        .put("constraints", StreamJson.constraints(found.stream(), found.source(), found.track()))
        .put(
            "capabilities",
            new JsonObject(
                SourceSettings.capabilities(settings, device, found.track().format().kind())
                    .toMap()));
  }
}
