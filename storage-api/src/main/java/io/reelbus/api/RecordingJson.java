package io.reelbus.api;

import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.api.view.RecordingSnapshot.SliceLoss;
import io.reelbus.api.view.SliceLine;
import io.reelbus.api.view.StreamState;
import io.reelbus.api.view.TrackProgress;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.Loss;
import io.reelbus.model.RecorderSpec;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.objectstore.Manifest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Recorders, recordings and their ledgers as JSON. */
final class RecordingJson {

  private RecordingJson() {}

  static JsonObject recorder(RecorderSpec recorder, @Nullable StreamState stream) {
    JsonObject json =
        new JsonObject()
            .put("id", recorder.recorderId())
            .put("state", "inactive")
            .put("streamId", recorder.streamId())
            .put("mimeType", recorder.mimeType())
            .put("trackIds", new JsonArray(recorder.trackIds()));
    return new UsedRates(
            recorder.mimeType(),
            recorder.trackIds(),
            recorder.videoBitsPerSecond(),
            recorder.audioBitsPerSecond(),
            RecorderOptions.of(new JsonObject(recorder.request())).encoding(),
            stream)
        .to(json);
  }

  static JsonObject recorder(RecordingSnapshot recording, @Nullable StreamState stream) {
    RecordingSpec spec = recording.spec();
    JsonObject json =
        new JsonObject()
            .put("id", spec.recordingId())
            .put("state", state(recording))
            .put("streamId", spec.streamId())
            .put("mimeType", spec.mimeType())
            .put("trackIds", new JsonArray(spec.trackIds()))
            .put("error", spec.error())
            .put("recording", recording(recording, stream));
    return new UsedRates(
            spec.mimeType(),
            spec.trackIds(),
            spec.videoBitsPerSecond(),
            spec.audioBitsPerSecond(),
            spec.options(),
            stream)
        .to(json);
  }

  /** W3C's RecordingState: a recorder that was stopped is inactive, and has a recording. */
  private static String state(RecordingSnapshot recording) {
    if (recording.stopped()) {
      return "inactive";
    }
    return recording.spec().desired() == Desired.PAUSED ? "paused" : "recording";
  }

  static JsonObject recording(RecordingSnapshot recording, @Nullable StreamState stream) {
    RecordingSpec spec = recording.spec();
    JsonArray tracks = new JsonArray();
    for (int i = 0; i < recording.tracks().size(); i++) {
      String trackId = spec.trackIds().get(i);
      LiveTrack track = stream == null ? null : stream.track(trackId).orElse(null);
      String kind = track == null ? "" : StreamJson.kind(track.format().kind());
      tracks.add(
          progress(recording.tracks().get(i))
              .put("index", i)
              .put("trackId", trackId)
              .put("kind", kind));
    }
    JsonArray losses = new JsonArray();
    recording.losses().forEach(loss -> losses.add(loss(loss)));
    JsonObject json =
        new JsonObject()
            .put("id", spec.recordingId())
            .put("name", spec.name())
            .put("streamId", spec.streamId())
            .put("state", lower(recording.state()))
            .put("mimeType", spec.mimeType())
            .put("timesliceMs", spec.timesliceUs() / 1000)
            .put("lane", lower(spec.lane()))
            .put("startedAtUs", spec.startedAtUs())
            .put("stoppedAtUs", spec.stoppedAtUs())
            .put("pauses", pauses(spec))
            .put("message", message(recording))
            .put("lagSlices", recording.lagSlices())
            .put("lagUs", recording.lagUs())
            .put("blobs", recording.blobs())
            .put("uploadedBytes", recording.uploadedBytes())
            .put("tracks", tracks)
            .put("losses", losses);
    FileStored file = recording.file();
    return file == null || file.objectKey().isEmpty() ? json : json.put("file", file(file));
  }

  /** Why it was stopped, and why it is partial or failed; empty for neither. */
  private static String message(RecordingSnapshot recording) {
    String stopped = recording.spec().errorMessage();
    String separator = stopped.isEmpty() || recording.message().isEmpty() ? "" : "; ";
    return stopped + separator + recording.message();
  }

  private static JsonArray pauses(RecordingSpec spec) {
    JsonArray pauses = new JsonArray();
    for (RecordingSpec.Pause pause : spec.pauses()) {
      pauses.add(
          new JsonObject()
              .put("pausedAtUs", pause.pausedAtUs())
              .put("resumedAtUs", pause.resumedAtUs()));
    }
    return pauses;
  }

  private static JsonObject progress(TrackProgress track) {
    return new JsonObject()
        .put("capturedSlices", track.capturedSlices())
        .put("encodedSlices", track.encodedSlices())
        .put("storedSlices", track.storedSlices())
        .put("capturedUnits", track.capturedUnits())
        .put("encodedUnits", track.encodedUnits())
        .put("lostUnits", track.lostUnits())
        .put("encodedBytes", track.encodedBytes())
        .put("capturedUs", track.capturedUs())
        .put("encodedUs", track.encodedUs())
        .put("ended", track.ended());
  }

  private static JsonObject file(FileStored file) {
    return new JsonObject()
        .put("url", "/v1/recordings/" + file.recordingId() + "/file")
        .put("sizeBytes", file.sizeBytes())
        .put("sha256", file.sha256())
        .put("frames", file.frames())
        .put("durationUs", file.durationUs())
        .put("objectKey", file.objectKey())
        .put("manifestKey", file.manifestKey());
  }

  static JsonObject ledger(RecordingSnapshot recording, List<SliceLine> slices) {
    Map<List<Integer>, Long> lost =
        recording.losses().stream()
            .collect(
                Collectors.groupingBy(
                    loss -> List.of(loss.id().track(), loss.id().slice()),
                    Collectors.summingLong(loss -> loss.loss().count())));
    JsonArray lines = new JsonArray();
    for (SliceLine slice : slices) {
      lines.add(
          line(slice.track(), slice.slice(), lower(slice.state()), slice.fromUs(), slice.toUs())
              .put("captured", slice.capturedUnits())
              .put("done", slice.encodedUnits())
              .put("lost", lost.getOrDefault(List.of(slice.track(), slice.slice()), 0L)));
    }
    JsonArray losses = new JsonArray();
    recording.losses().forEach(loss -> losses.add(loss(loss)));
    return ledger(recording.spec().recordingId(), "view", lines, losses);
  }

  static JsonObject ledger(Manifest manifest) {
    JsonArray lines = new JsonArray();
    JsonArray losses = new JsonArray();
    for (Manifest.LedgerLine slice : manifest.ledger()) {
      boolean allLost = slice.stored() == 0 && slice.lost() > 0;
      lines.add(
          line(
                  slice.track(),
                  slice.slice(),
                  allLost ? "lost" : "stored",
                  slice.fromUs(),
                  slice.toUs())
              .put("captured", slice.captured())
              .put("done", slice.stored())
              .put("lost", slice.lost())
              .mergeIn(LedgerPlaces.of(manifest, slice)));
      slice.losses().forEach(loss -> losses.add(loss(slice.track(), slice.slice(), loss)));
    }
    return ledger(manifest.recordingId(), "manifest", lines, losses);
  }

  private static JsonObject ledger(
      String recordingId, String source, JsonArray lines, JsonArray losses) {
    return new JsonObject()
        .put("recordingId", recordingId)
        .put("source", source)
        .put("lines", lines)
        .put("losses", losses);
  }

  private static JsonObject line(int track, int slice, String state, long fromUs, long toUs) {
    return new JsonObject()
        .put("track", track)
        .put("slice", slice)
        .put("state", state)
        .put("fromUs", fromUs)
        .put("toUs", toUs);
  }

  private static JsonObject loss(SliceLoss loss) {
    return loss(loss.id().track(), loss.id().slice(), loss.loss());
  }

  static JsonObject loss(int track, int slice, Loss loss) {
    return new JsonObject()
        .put("track", track)
        .put("slice", slice)
        .put("cause", loss.cause().name())
        .put("count", loss.count())
        .put("fromUs", loss.fromUs())
        .put("toUs", loss.toUs())
        .put("detail", loss.detail());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
