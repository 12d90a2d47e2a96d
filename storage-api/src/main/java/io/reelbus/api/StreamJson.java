package io.reelbus.api;

import io.reelbus.api.view.AgentsView;
import io.reelbus.api.view.SourceState;
import io.reelbus.api.view.StreamState;
import io.reelbus.api.view.StreamState.Placed;
import io.reelbus.model.Device;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.constraints.DeviceSettings;
import io.reelbus.model.constraints.MediaTrackSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Devices, streams and tracks as JSON. */
final class StreamJson {

  private StreamJson() {}

  static JsonObject device(Device device) {
    JsonObject capabilities = new JsonObject(DeviceSettings.of(device).capabilities().toMap());
    return new JsonObject()
        .put("deviceId", device.deviceId())
        .put("kind", device.kind() == MediaKind.VIDEO ? "videoinput" : "audioinput")
        .put("label", device.label())
        .put("groupId", device.groupId())
        .put("agentId", device.agentId())
        .put("capabilities", capabilities);
  }

  static JsonObject stream(StreamState stream, AgentsView agents) {
    JsonArray tracks = new JsonArray();
    JsonArray sources = new JsonArray();
    for (int i = 0; i < stream.sources().size(); i++) {
      sources.add(source(stream.id(), i, stream.spec().sources().get(i), stream.sources().get(i)));
    }
    for (Placed placed : stream.placed()) {
      if (placed.desired().member()) {
        StreamSource source = stream.spec().sources().get(placed.desired().source());
        LiveTrack track = placed.track();
        MediaTrackSettings settings = SourceSettings.of(track, source, device(source, agents));
        tracks.add(track(stream, placed, settings));
      }
    }
    return new JsonObject()
        .put("id", stream.id())
        .put("active", stream.active())
        .put("tracks", tracks)
        .put("sources", sources);
  }

  static String kind(MediaKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject source(
      String streamId, int index, StreamSource source, SourceState state) {
    JsonObject json =
        new JsonObject()
            .put("index", index)
            .put("agentId", source.agentId())
            .put("kind", source.source().kind().name())
            .put("state", state.phase().name().toLowerCase(Locale.ROOT));
    if (source.deviceId() != null) {
      json.put("deviceId", source.deviceId());
    } else if (PushTopics.isPushed(source)) {
      json.put("media", "/v1/streams/" + streamId + "/media?source=" + index);
    } else {
      json.put("url", withoutPassword(source.source().url()));
    }
    if (state.phase() == SourceState.Phase.FAILED) {
      json.put("error", state.errorName() + ": " + state.errorMessage());
    }
    return json;
  }

  /** Camera URLs carry {@code user:password@}; who may look at streams need not know it. */
  private static String withoutPassword(String url) {
    return url.replaceFirst("^([A-Za-z0-9+.-]+://)[^/@]*@", "$1");
  }

  /** The device of a source, while its agent is live. */
  static @Nullable Device device(StreamSource source, AgentsView agents) {
    String deviceId = source.deviceId();
    return deviceId == null ? null : agents.device(deviceId).orElse(null);
  }

  /** A track with its W3C {@code MediaTrackSettings}, and how it travels. */
  static JsonObject track(StreamState stream, Placed placed, MediaTrackSettings settings) {
    LiveTrack track = placed.track();
    TrackFormat format = track.format();
    JsonObject all = new JsonObject(settings.toMap());
    if (format.kind() == MediaKind.VIDEO) {
      all.put("pixelFormat", format.videoFormat().pixelFormat());
    }
    all.put("codec", format.codecName());
    all.put("wire", format.wire().name().toLowerCase(Locale.ROOT));
    return new JsonObject()
        .put("id", track.trackId())
        .put("kind", kind(format.kind()))
        .put("label", track.label())
        .put("agentId", track.agentId())
        .put("readyState", placed.live() ? "live" : "ended")
        .put("enabled", stream.spec().track(track.trackId()).enabled())
        .put("muted", stream.isMuted(track.trackId()))
        .put("settings", all);
  }

  /** W3C {@code getConstraints()}: what was applied last, or what the track was opened with. */
  static JsonObject constraints(StreamState stream, StreamSource source, LiveTrack track) {
    String applied = stream.spec().track(track.trackId()).constraints();
    String all = applied.isEmpty() ? source.constraints() : applied;
    return all.isEmpty() ? new JsonObject() : new JsonObject(all);
  }
}
