package io.reelbus.api;

import io.reelbus.api.Recorders.Inactive;
import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.api.view.StreamState;
import io.reelbus.model.Lane;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
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

/** {@code /recorders}. Owned by the event loop. */
final class RecorderOperations {

  private static final int LIVE_TIMESLICE_MS = 1000;
  private static final int BATCH_TIMESLICE_MS = 4000;

  private final ClusterView view;
  private final Waits waits;
  private final Recorders recorders;
  private final InstantSource wall;
  private final DiskGate disk;
  private final Turns turns = new Turns(); // of recorders, by id

  RecorderOperations(
      ClusterView view, Waits waits, Recorders recorders, InstantSource wall, DiskGate disk) {
    this.disk = disk;
    this.view = view;
    this.waits = waits;
    this.recorders = recorders;
    this.wall = wall;
  }

  Future<JsonObject> create(RoutingContext context) {
    JsonObject body = Answers.body(context);
    String id = NamedRequests.id("recorder", body);
    if (recorders.get(id) != null || view.recordings().recording(id).isPresent()) {
      return Future.succeededFuture(json(id)); // the same request again
    }
    String streamId = body.getString("streamId");
    StreamState stream =
        view.streams().stream(streamId).orElseThrow(() -> Refusal.notFound("stream", streamId));
    List<LiveTrack> tracks = tracks(stream, body.getJsonArray("trackIds"));
    RecorderOptions options = RecorderOptions.of(body);
    WrittenType written = WrittenType.of(body.getString("mimeType"), tracks, options.free(stream));
    Inactive recorder =
        new Inactive(
            id,
            streamId,
            written.mimeType(),
            written.tracks().stream().map(LiveTrack::trackId).toList(),
            options.perTrack(MediaKind.VIDEO, written.tracks()),
            options.perTrack(MediaKind.AUDIO, written.tracks()),
            options.encoding(),
            recorders.now());
    recorders.add(recorder);
    return Future.succeededFuture(json(recorder));
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
    if (recording.isEmpty() && recorders.get(id) == null) {
      throw Refusal.notFound("recorder", id);
    }
    if (recording.isPresent() && isKnown(recording.get().spec(), requestId)) {
      return Future.succeededFuture(json(id));
    }
    if (recording.isEmpty() || recording.get().stopped()) {
      throw Refusal.of(
          "InvalidStateError", "recorder " + id + " is inactive: " + command.word() + " is not");
    }
    RecordingSpec spec = recording.get().spec();
    RecordingSpec next = command.apply(spec, nowUs());
    RecordingSpec named = requestId == null ? next : next.remembering(requestId);
    return named.equals(spec)
        ? Future.succeededFuture(json(id))
        : waits.put(named).map(now -> json(id));
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
    Inactive recorder = recorders.get(id);
    if (recorder == null) {
      throw Refusal.notFound("recorder", id);
    }
    StreamState stream = activeStream(recorder);
    RecorderOptions.refuseBothIntervals(recorder.encoding());
    boolean batch = stream.spec().sources().stream().noneMatch(source -> source.source().live());
    if (batch) {
      disk.refuseBatch();
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
            .with(recorder.encoding(), TrackSizes.of(stream, recorder.trackIds()));
    return waits
        .put(requestId == null ? spec : spec.remembering(requestId))
        .map(
            now -> {
              recorders.remove(id);
              return json(id);
            });
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
    return waits.put(spec.stopped(Math.max(nowUs(), spec.lastCommandAtUs()))).map(now -> json(id));
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
    Inactive recorder = recorders.get(id);
    if (recorder == null) {
      throw Refusal.notFound("recorder", id);
    }
    return json(recorder);
  }

  private JsonObject json(Inactive recorder) {
    return RecordingJson.recorder(
        recorder, view.streams().stream(recorder.streamId()).orElse(null));
  }

  private StreamState activeStream(Inactive recorder) {
    return view.streams().stream(recorder.streamId())
        .filter(StreamState::active)
        .orElseThrow(
            () ->
                Refusal.of(
                    "NotSupportedError", // what W3C start() says of an inactive stream
                    "stream " + recorder.streamId() + " is not active any more"));
  }

  private static List<LiveTrack> tracks(StreamState stream, @Nullable JsonArray trackIds) {
    if (trackIds == null) {
      return stream.tracks();
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
