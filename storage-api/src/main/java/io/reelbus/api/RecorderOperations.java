package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.api.view.StreamState;
import io.reelbus.model.EncodingOptions;
import io.reelbus.model.Lane;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecorderSpec;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec.StreamSource;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /recorders}. Owned by the event loop. */
final class RecorderOperations {

  private static final Logger LOG = LoggerFactory.getLogger(RecorderOperations.class);
  private static final int LIVE_TIMESLICE_MS = 1000;
  private static final int BATCH_TIMESLICE_MS = 4000;

  private final ClusterView view;
  private final Waits waits;
  private final int maxInactive;
  private final InstantSource wall;
  private final DiskGate disk;
  private final Turns turns = new Turns(); // of recorders, by id

  RecorderOperations(
      ClusterView view, Waits waits, int maxInactive, InstantSource wall, DiskGate disk) {
    this.disk = disk;
    this.view = view;
    this.waits = waits;
    this.maxInactive = maxInactive;
    this.wall = wall;
  }

  Future<JsonObject> create(RoutingContext context) {
    JsonObject body = Answers.body(context);
    String id = NamedRequests.id("recorder", body);
    if (view.recorders().recorder(id).isPresent() || view.recordings().recording(id).isPresent()) {
      return Future.succeededFuture(json(id)); // the same request again
    }
    String streamId = body.getString("streamId");
    StreamState stream =
        view.streams().stream(streamId).orElseThrow(() -> Refusal.notFound("stream", streamId));
    if (view.recorders().count() >= maxInactive) {
      throw Refusal.full("recorders that are not started", maxInactive);
    }
    List<LiveTrack> tracks = tracks(stream, stream.tracks(), body.getJsonArray("trackIds"));
    RecorderSpec recorder = recorder(id, NamedRequests.unnamed(body), stream, tracks);
    return waits.put(recorder).map(this::json);
  }

  /** What a request makes of tracks. */
  private RecorderSpec recorder(
      String id, JsonObject request, StreamState stream, List<LiveTrack> tracks) {
    RecorderOptions options = RecorderOptions.of(request);
    WrittenType written =
        WrittenType.of(request.getString("mimeType"), tracks, options.free(stream));
    return new RecorderSpec(
        id,
        request.getString("streamId"),
        written.mimeType(),
        written.tracks().stream().map(LiveTrack::trackId).toList(),
        options.perTrack(MediaKind.VIDEO, written.tracks()),
        options.perTrack(MediaKind.AUDIO, written.tracks()),
        request.encode(),
        nowUs());
  }

  Future<JsonObject> get(RoutingContext context) {
    return Future.succeededFuture(json(Answers.path(context, "recorderId")));
  }

  Future<JsonObject> start(RoutingContext context) {
    String id = Answers.path(context, "recorderId");
    JsonObject body = Answers.body(context);
    String requestId = requestId("start", body);
    return turns.take(
        id, () -> start(id, body.getInteger("timesliceMs"), body.getString("name"), requestId));
  }

  Future<JsonObject> pause(RoutingContext context) {
    return command(context, RecorderCommand.PAUSE);
  }

  Future<JsonObject> resume(RoutingContext context) {
    return command(context, RecorderCommand.RESUME);
  }

  Future<JsonObject> requestData(RoutingContext context) {
    return command(context, RecorderCommand.REQUEST_DATA);
  }

  private Future<JsonObject> command(RoutingContext context, RecorderCommand command) {
    String id = Answers.path(context, "recorderId");
    String requestId = requestId(command.word(), Answers.body(context));
    return turns.take(id, () -> command(id, command, requestId));
  }

  /** A client's name for a command, which tells a repeat from another one; null for none. */
  private static @Nullable String requestId(String word, JsonObject body) {
    String given = body.getString("requestId");
    return given == null ? null : word + "/" + given;
  }

  Future<JsonObject> stop(RoutingContext context) {
    String id = Answers.path(context, "recorderId");
    return turns.take(id, () -> stop(id));
  }

  private Future<JsonObject> command(
      String id, RecorderCommand command, @Nullable String requestId) {
    Optional<RecordingSnapshot> recording = view.recordings().recording(id);
    if (recording.isEmpty() && view.recorders().recorder(id).isEmpty()) {
      throw Refusal.notFound("recorder", id);
    }
    if (recording.isPresent() && isKnown(recording.get().spec(), requestId)) {
      return Future.succeededFuture(json(id));
    }
    if (recording.isEmpty() || recording.get().stopped()) {
      throw inactive(id, command);
    }
    return waits
        .change(recording.get().spec(), spec -> carriedOut(spec, command, requestId))
        .map(now -> json(id));
  }

  private RecordingSpec carriedOut(
      RecordingSpec spec, RecorderCommand command, @Nullable String requestId) {
    if (isKnown(spec, requestId)) {
      return spec;
    }
    if (spec.desired() == Desired.STOPPED) {
      throw inactive(spec.recordingId(), command);
    }
    RecordingSpec next = command.apply(spec, nowUs());
    return requestId == null ? next : next.remembering(requestId);
  }

  private static Refusal inactive(String id, RecorderCommand command) {
    return Refusal.of(
        "InvalidStateError", "recorder " + id + " is inactive: " + command.word() + " is not");
  }

  private static boolean isKnown(RecordingSpec spec, @Nullable String requestId) {
    return requestId != null && spec.requestIds().contains(requestId);
  }

  private Future<JsonObject> start(
      String id, @Nullable Integer timesliceMs, @Nullable String name, @Nullable String requestId) {
    Optional<RecordingSnapshot> recording = view.recordings().recording(id);
    if (recording.isPresent()) {
      return isKnown(recording.get().spec(), requestId)
          ? Future.succeededFuture(json(id))
          : repeated(recording.get(), timesliceMs, name, requestId);
    }
    RecorderSpec made =
        view.recorders().recorder(id).orElseThrow(() -> Refusal.notFound("recorder", id));
    StreamState stream = activeStream(made);
    JsonObject request = new JsonObject(made.request());
    EncodingOptions encoding = RecorderOptions.of(request).encoding();
    RecorderOptions.refuseBothIntervals(encoding);
    // The track set may be another one by now, and tracks that have ended are not recorded.
    List<LiveTrack> live = tracks(stream, stream.liveTracks(), request.getJsonArray("trackIds"));
    RecorderSpec recorder = recorder(id, request, stream, live);
    boolean batch = stream.spec().sources().stream().noneMatch(source -> source.source().live());
    if (batch) {
      disk.refuseBatch();
    } else {
      disk.refuseLive();
    }
    int slice = timesliceMs != null ? timesliceMs : batch ? BATCH_TIMESLICE_MS : LIVE_TIMESLICE_MS;
    RecordingSpec spec =
        new RecordingSpec(
                id,
                name != null ? name : name(stream),
                recorder.streamId(),
                recorder.trackIds(),
                recorder.mimeType(),
                recorder.videoBitsPerSecond(),
                recorder.audioBitsPerSecond(),
                TimeUnit.MILLISECONDS.toMicros(slice),
                batch ? Lane.BATCH : Lane.LIVE,
                Desired.RECORDING,
                nowUs(),
                0)
            .with(encoding, TrackSizes.of(stream, recorder.trackIds()))
            .ofTrackSet(stream.spec().modifications());
    return waits
        .put(requestId == null ? spec : spec.remembering(requestId))
        .map(
            now -> {
              forget(id);
              return json(id);
            });
  }

  private void forget(String id) {
    waits
        .removeRecorder(id)
        .onFailure(e -> LOG.warn("recorder {} is forgotten later: {}", id, e.toString()));
  }

  private Future<JsonObject> stop(String id) {
    Optional<RecordingSnapshot> recording = view.recordings().recording(id);
    if (recording.isEmpty()) {
      return Future.succeededFuture(json(id)); // W3C: stop() of an inactive recorder does nothing
    }
    RecordingSpec spec = recording.get().spec();
    if (spec.desired() == Desired.STOPPED || recording.get().finished()) {
      return Future.succeededFuture(json(id));
    }
    return waits
        .change(
            spec,
            now ->
                now.desired() == Desired.STOPPED
                    ? now
                    : now.stopped(Math.max(nowUs(), now.lastCommandAtUs())))
        .map(now -> json(id));
  }

  /** A start that comes again is the same start; one that wants something else is refused. */
  private Future<JsonObject> repeated(
      RecordingSnapshot recording,
      @Nullable Integer timesliceMs,
      @Nullable String name,
      @Nullable String requestId) {
    RecordingSpec spec = recording.spec();
    if (recording.stopped()) {
      throw Refusal.of(
          "InvalidStateError",
          "recorder " + spec.recordingId() + " was stopped; make another one to record again");
    }
    boolean same =
        requestId == null
            && (timesliceMs == null || timesliceMs * 1000L == spec.timesliceUs())
            && (name == null || name.equals(spec.name()));
    if (!same) {
      throw Refusal.of(
          "InvalidStateError", "recorder " + spec.recordingId() + " is recording already");
    }
    return Future.succeededFuture(json(spec.recordingId()));
  }

  private JsonObject json(String id) {
    Optional<RecordingSnapshot> recording = view.recordings().recording(id);
    if (recording.isPresent()) {
      StreamState stream = view.streams().stream(recording.get().spec().streamId()).orElse(null);
      return RecordingJson.recorder(recording.get(), stream);
    }
    return json(view.recorders().recorder(id).orElseThrow(() -> Refusal.notFound("recorder", id)));
  }

  private JsonObject json(RecorderSpec recorder) {
    return RecordingJson.recorder(
        recorder, view.streams().stream(recorder.streamId()).orElse(null));
  }

  private StreamState activeStream(RecorderSpec recorder) {
    return view.streams().stream(recorder.streamId())
        .filter(StreamState::active)
        .orElseThrow(
            () ->
                Refusal.of(
                    "NotSupportedError", // what W3C start() says of an inactive stream
                    "stream " + recorder.streamId() + " is not active any more"));
  }

  /** Those asked for, or all; of those that can be recorded. */
  private static List<LiveTrack> tracks(
      StreamState stream, List<LiveTrack> all, @Nullable JsonArray trackIds) {
    if (trackIds == null) {
      return all;
    }
    List<LiveTrack> tracks = new ArrayList<>();
    for (int i = 0; i < trackIds.size(); i++) {
      String id = trackIds.getString(i);
      LiveTrack track =
          stream.track(id).orElseThrow(() -> Refusal.notFound("track of the stream", id));
      if (tracks.contains(track)) {
        throw Refusal.field(
            "TypeError", "trackIds[" + i + "]", "track " + id + " is there twice", "once");
      }
      tracks.add(track);
    }
    tracks.retainAll(all);
    return tracks;
  }

  /** The file's base name, or a plain word. */
  private static String name(StreamState stream) {
    for (StreamSource source : stream.spec().sources()) {
      Source.Kind kind = source.source().kind();
      if (kind == Source.Kind.FILE || kind == Source.Kind.PACED_FILE) {
        String url = source.source().url();
        String file = url.substring(url.lastIndexOf('/') + 1);
        int dot = file.lastIndexOf('.');
        String base = dot > 0 ? file.substring(0, dot) : file;
        return base.isEmpty() ? "recording" : base;
      }
    }
    return "recording";
  }

  private long nowUs() {
    return TimeUnit.MILLISECONDS.toMicros(wall.millis());
  }
}
