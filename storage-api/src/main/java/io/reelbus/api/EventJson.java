package io.reelbus.api;

import io.reelbus.api.events.Event;
import io.reelbus.api.view.ClusterView;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.RecordingSpec;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import java.util.TreeSet;

/** Events as clients see them: {@code type}, {@code id}, whose, and what. */
final class EventJson {

  static final String GAP = "gap";
  static final String POSITION = "position";
  static final String DEVICE_CHANGE = "devicechange";

  /** Every type a client may ask for; {@link #GAP} and {@link #POSITION} come unasked. */
  static final Set<String> TYPES = types();

  private EventJson() {}

  private static Set<String> types() {
    Set<String> types =
        new TreeSet<>(
            Set.of(
                "start",
                "dataavailable",
                "pause",
                "resume",
                "error",
                "stop",
                "addtrack",
                "removetrack",
                "ended",
                "mute",
                "unmute",
                "overconstrained",
                DEVICE_CHANGE));
    for (Class<?> line : LedgerEvent.class.getPermittedSubclasses()) {
      types.add(LedgerJson.type(line));
    }
    return types;
  }

  static String type(Event event) {
    if (event instanceof Event.Line e) {
      return LedgerJson.type(e.event().getClass());
    } else if (event instanceof Event.Start) {
      return "start";
    } else if (event instanceof Event.DataAvailable) {
      return "dataavailable";
    } else if (event instanceof Event.Pause) {
      return "pause";
    } else if (event instanceof Event.Resume) {
      return "resume";
    } else if (event instanceof Event.Failure) {
      return "error";
    } else if (event instanceof Event.Stop) {
      return "stop";
    } else if (event instanceof Event.TrackAdded) {
      return "addtrack";
    } else if (event instanceof Event.TrackRemoved) {
      return "removetrack";
    } else if (event instanceof Event.TrackMute e) {
      return e.muted() ? "mute" : "unmute";
    } else if (event instanceof Event.TrackOverconstraint) {
      return "overconstrained";
    } else {
      return "ended"; // the interface is sealed
    }
  }

  static JsonObject event(Event event, String id, ClusterView view) {
    JsonObject json =
        event instanceof Event.Line e ? LedgerJson.event(e.event()) : new JsonObject();
    json.put("type", type(event)).put("id", id);
    if (event instanceof Event.Line) {
      return json;
    } else if (event instanceof Event.TrackAdded e) {
      return track(json, e.subjectId(), e.track());
    } else if (event instanceof Event.TrackRemoved e) {
      return track(json, e.subjectId(), e.track());
    } else if (event instanceof Event.TrackEnded e) {
      return json.put("streamId", e.subjectId()).put("trackId", e.trackId());
    } else if (event instanceof Event.TrackMute e) {
      return json.put("streamId", e.subjectId()).put("trackId", e.trackId());
    } else if (event instanceof Event.TrackOverconstraint e) {
      return json.put("streamId", e.subjectId())
          .put("trackId", e.trackId())
          .put("constraint", e.constraint());
    }
    json.put("recordingId", event.subjectId());
    RecordingSpec spec =
        view.recordings().recording(event.subjectId()).map(r -> r.spec()).orElse(null);
    if (spec != null) {
      json.put("streamId", spec.streamId()).put("mimeType", spec.mimeType());
    }
    if (event instanceof Event.Failure e) {
      json.put("name", e.name()).put("message", e.message());
    } else if (event instanceof Event.DataAvailable e) {
      blob(json, e.blob());
    }
    return json;
  }

  private static JsonObject track(JsonObject json, String streamId, LiveTrack track) {
    return json.put("streamId", streamId)
        .put("trackId", track.trackId())
        .put("kind", StreamJson.kind(track.format().kind()))
        .put("label", track.label());
  }

  private static void blob(JsonObject json, BlobMade blob) {
    json.put("blob", blob.slice())
        .put("timecodeUs", blob.timecodeUs())
        .put("durationUs", blob.durationUs())
        .put("sizeBytes", blob.toByte() - blob.fromByte())
        .put("url", "/v1/recordings/" + blob.recordingId() + "/blobs/" + blob.slice());
  }

  static JsonObject position(String id) {
    return new JsonObject().put("type", POSITION).put("id", id);
  }

  static JsonObject gap(String id) {
    return new JsonObject()
        .put("type", GAP)
        .put("id", id)
        .put(
            "reason",
            "events behind the last one you had are no longer kept; look at the recordings again");
  }

  static JsonObject deviceChange(String id, ClusterView view) {
    JsonArray devices = new JsonArray();
    view.agents().devices().forEach(device -> devices.add(StreamJson.device(device)));
    return new JsonObject().put("type", DEVICE_CHANGE).put("id", id).put("devices", devices);
  }
}
