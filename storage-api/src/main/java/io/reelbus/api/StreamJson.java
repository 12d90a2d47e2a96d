package io.reelbus.api;

import io.reelbus.api.view.SourceState;
import io.reelbus.api.view.StreamState;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.Device;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Devices, streams and tracks as JSON. */
final class StreamJson {

  private StreamJson() {}

  static JsonObject device(Device device) {
    JsonObject capabilities = new JsonObject();
    device.capabilities().forEach(capabilities::put);
    return new JsonObject()
        .put("deviceId", device.deviceId())
        .put("kind", device.kind() == MediaKind.VIDEO ? "videoinput" : "audioinput")
        .put("label", device.label())
        .put("groupId", device.groupId())
        .put("agentId", device.agentId())
        .put("capabilities", capabilities);
  }

  static JsonObject stream(StreamState stream) {
    JsonArray tracks = new JsonArray();
    JsonArray sources = new JsonArray();
    for (int i = 0; i < stream.sources().size(); i++) {
      StreamSource source = stream.spec().sources().get(i);
      SourceState state = stream.sources().get(i);
      sources.add(source(i, source, state));
      boolean live = stream.spec().open() && state.phase() == SourceState.Phase.OPEN;
      for (LiveTrack track : state.tracks()) {
        tracks.add(track(track, source.deviceId(), live));
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

  private static JsonObject source(int index, StreamSource source, SourceState state) {
    JsonObject json =
        new JsonObject()
            .put("index", index)
            .put("agentId", source.agentId())
            .put("kind", source.source().kind().name())
            .put("state", state.phase().name().toLowerCase(Locale.ROOT));
    if (source.deviceId() != null) {
      json.put("deviceId", source.deviceId());
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

  private static JsonObject track(LiveTrack track, @Nullable String deviceId, boolean live) {
    return new JsonObject()
        .put("id", track.trackId())
        .put("kind", kind(track.format().kind()))
        .put("label", track.label())
        .put("agentId", track.agentId())
        .put("readyState", live ? "live" : "ended")
        .put("settings", settings(track.format(), deviceId));
  }

  /** W3C {@code MediaTrackSettings}, and how it travels. */
  private static JsonObject settings(TrackFormat format, @Nullable String deviceId) {
    JsonObject json = new JsonObject();
    if (deviceId != null) {
      json.put("deviceId", deviceId);
    }
    if (format.kind() == MediaKind.VIDEO) {
      VideoFormat video = format.videoFormat();
      json.put("width", video.width())
          .put("height", video.height())
          .put("aspectRatio", (double) video.width() / video.height())
          .put("pixelFormat", video.pixelFormat());
      if (video.frameRate().known()) {
        json.put("frameRate", video.frameRate().value());
      }
    } else {
      AudioFormat audio = format.audioFormat();
      json.put("sampleRate", audio.sampleRate()).put("channelCount", audio.channels());
      if (audio.bitsPerSample() > 0) {
        json.put("sampleSize", audio.bitsPerSample());
      }
    }
    return json.put("codec", format.codecName())
        .put("wire", format.wire().name().toLowerCase(Locale.ROOT));
  }
}
