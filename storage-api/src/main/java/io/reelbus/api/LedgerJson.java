package io.reelbus.api;

import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Locale;

/** Ledger events as clients see them: {@code type}, whose, and what. */
final class LedgerJson {

  private LedgerJson() {}

  /** Name of an event's type. */
  static String type(Class<?> event) {
    String name = event.getSimpleName();
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  static JsonObject event(LedgerEvent event) {
    JsonObject json = new JsonObject().put("type", type(event.getClass()));
    if (event instanceof LedgerEvent.SourceOpened e) {
      JsonArray tracks = new JsonArray();
      e.tracks().forEach(track -> tracks.add(track.trackId()));
      return json.put("streamId", e.subjectId())
          .put("source", e.sourceIndex())
          .put("trackIds", tracks);
    } else if (event instanceof LedgerEvent.SourceFailed e) {
      return json.put("streamId", e.subjectId())
          .put("source", e.sourceIndex())
          .put("name", e.name())
          .put("message", e.message());
    } else if (event instanceof LedgerEvent.SourceEnded e) {
      return json.put("streamId", e.subjectId())
          .put("source", e.sourceIndex())
          .put("liveElsewhere", new JsonArray(e.liveElsewhere()));
    } else if (event instanceof LedgerEvent.SourceTracks e) {
      return json.put("streamId", e.subjectId())
          .put("source", e.sourceIndex())
          .put("removed", new JsonArray(e.removed()))
          .put("stopped", new JsonArray(e.stopped()));
    } else if (event instanceof LedgerEvent.TrackMuted e) {
      return json.put("streamId", e.subjectId())
          .put("trackId", e.trackId())
          .put("muted", e.muted());
    } else if (event instanceof LedgerEvent.TrackOverconstrained e) {
      return json.put("streamId", e.subjectId())
          .put("trackId", e.trackId())
          .put("constraint", e.constraint());
    } else if (event instanceof LedgerEvent.Interrupted e) {
      return json.put("recordingId", e.recordingId())
          .put("name", e.name())
          .put("message", e.message());
    } else if (event instanceof LedgerEvent.Captured e) {
      return chunk(json, e.id())
          .put("units", e.account().captured())
          .put("lost", e.account().lost())
          .put("fromUs", e.account().fromUs())
          .put("toUs", e.account().toUs())
          .put("capturedAtUs", e.account().capturedAtUs())
          .put("last", e.last());
    } else if (event instanceof LedgerEvent.Encoded e) {
      return chunk(json, e.id())
          .put("units", e.units())
          .put("sizeBytes", e.sizeBytes())
          .put("worker", e.worker())
          .put("attempt", e.attempt());
    } else if (event instanceof LedgerEvent.Lost e) {
      return chunk(json, e.id())
          .put("loss", RecordingJson.loss(e.id().track(), e.id().slice(), e.loss()));
    } else if (event instanceof LedgerEvent.BlobMade e) {
      return json.put("recordingId", e.recordingId())
          .put("slice", e.slice())
          .put("fromByte", e.fromByte())
          .put("toByte", e.toByte())
          .put("timecodeUs", e.timecodeUs())
          .put("durationUs", e.durationUs());
    } else if (event instanceof LedgerEvent.RecorderAsked e) {
      return json.put("recordingId", e.recordingId())
          .put("wish", e.wish().name().toLowerCase(Locale.ROOT));
    } else if (event instanceof LedgerEvent.FileStored e) {
      return json.put("recordingId", e.recordingId())
          .put("state", e.state().name().toLowerCase(Locale.ROOT))
          .put("sizeBytes", e.sizeBytes())
          .put("sha256", e.sha256())
          .put("frames", e.frames())
          .put("durationUs", e.durationUs())
          .put("message", e.message());
    } else if (event instanceof LedgerEvent.Failed e) {
      return json.put("recordingId", e.recordingId())
          .put("name", e.name())
          .put("message", e.message());
    }
    throw new IllegalArgumentException("ledger event: " + event + " (expected: a known type)");
  }

  private static JsonObject chunk(JsonObject json, ChunkId id) {
    return json.put("recordingId", id.recordingId())
        .put("track", id.track())
        .put("slice", id.slice());
  }
}
