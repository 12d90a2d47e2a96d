package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.api.view.RecordingsView.Position;
import io.reelbus.api.view.SliceLine;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.RecordingState;
import io.reelbus.objectstore.ArchiveLayout;
import io.reelbus.objectstore.Manifest;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code /recordings} but for the file. Owned by the event loop. */
final class RecordingOperations {

  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_MANIFEST_BYTES = 256 << 20;
  private static final long STORE_SECONDS = 50; // below the idle timeout

  private final ClusterView view;
  private final Waits waits;
  private final ObjectStore store;
  private final WorkerExecutor workers;

  RecordingOperations(ClusterView view, Waits waits, ObjectStore store, WorkerExecutor workers) {
    this.view = view;
    this.waits = waits;
    this.store = store;
    this.workers = workers;
  }

  Future<JsonObject> list(RoutingContext context) {
    String state = Answers.query(context, "state");
    int limit = Answers.query(context, "limit", DEFAULT_LIMIT);
    RecordingState wanted =
        state == null ? null : RecordingState.valueOf(state.toUpperCase(Locale.ROOT));
    List<RecordingSnapshot> page =
        view.recordings()
            .list(
                position(Answers.query(context, "cursor")),
                limit,
                recording -> wanted == null || recording.state() == wanted);
    JsonArray recordings = new JsonArray();
    page.forEach(recording -> recordings.add(json(recording)));
    JsonObject json = new JsonObject().put("recordings", recordings);
    if (page.size() == limit) {
      json.put("cursor", cursor(page.get(page.size() - 1)));
    }
    return Future.succeededFuture(json);
  }

  Future<JsonObject> get(RoutingContext context) {
    return Future.succeededFuture(json(recording(context)));
  }

  Future<JsonObject> delete(RoutingContext context) {
    RecordingSnapshot recording = recording(context);
    if (!recording.finished()) {
      throw Refusal.of(
          "InvalidStateError",
          "recording " + recording.spec().recordingId() + " is being made; stop it first");
    }
    String prefix = ArchiveLayout.prefix(recording.spec());
    // Objects first: after a failure the recording is still listed and can be deleted again.
    return onStore(
            () -> {
              for (StoredObject object : store.list(prefix)) {
                store.delete(object.key());
              }
              return store.abortUnfinished(prefix);
            })
        .compose(done -> waits.removeRecording(recording.spec().recordingId()))
        .map(done -> new JsonObject());
  }

  /** Sends the stored bytes as they are. */
  void manifest(RoutingContext context) {
    String key = file(recording(context)).manifestKey();
    onStore(() -> readAll(key))
        .onFailure(context::fail)
        .onSuccess(
            bytes ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(Buffer.buffer(bytes)));
  }

  Future<JsonObject> ledger(RoutingContext context) {
    RecordingSnapshot recording = recording(context);
    FileStored file = recording.file();
    if (file == null || file.manifestKey().isEmpty()) {
      List<SliceLine> lines = view.recordings().lines(recording.spec().recordingId());
      return Future.succeededFuture(RecordingJson.ledger(recording, lines));
    }
    return manifest(file).map(RecordingJson::ledger);
  }

  /** The manifest beside a file. */
  Future<Manifest> manifest(FileStored file) {
    return onStore(() -> Manifest.ofJson(readAll(file.manifestKey())));
  }

  /** A recording of the path, or 404. */
  RecordingSnapshot recording(RoutingContext context) {
    String id = Answers.path(context, "recordingId");
    return view.recordings().recording(id).orElseThrow(() -> Refusal.notFound("recording", id));
  }

  /** The file of a recording, or why there is none. */
  static FileStored file(RecordingSnapshot recording) {
    String id = recording.spec().recordingId();
    FileStored file = recording.file();
    if (file != null && !file.objectKey().isEmpty()) {
      return file;
    }
    throw recording.finished()
        ? Refusal.of("NotFoundError", "recording " + id + " has no file: " + recording.message())
        : Refusal.of("InvalidStateError", "recording " + id + " is being made; no file yet");
  }

  private JsonObject json(RecordingSnapshot recording) {
    return RecordingJson.recording(
        recording, view.streams().stream(recording.spec().streamId()).orElse(null));
  }

  private <T> Future<T> onStore(Callable<T> call) {
    return workers.executeBlocking(call, false).timeout(STORE_SECONDS, TimeUnit.SECONDS);
  }

  private byte[] readAll(String key) throws IOException {
    StoredObject object = store.stat(key);
    if (object == null) {
      throw Refusal.of("NotFoundError", "object " + key + " is not in the store");
    }
    if (object.sizeBytes() > MAX_MANIFEST_BYTES) {
      throw Refusal.full("manifest bytes", MAX_MANIFEST_BYTES);
    }
    try (InputStream in = store.read(key, 0, object.sizeBytes())) {
      return in.readAllBytes();
    }
  }

  private static String cursor(RecordingSnapshot last) {
    String text = last.spec().startedAtUs() + ":" + last.spec().recordingId();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable Position position(@Nullable String cursor) {
    if (cursor == null) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return new Position(
          Long.parseLong(text.substring(0, Math.max(0, colon))), text.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      throw Refusal.field(
          "TypeError", "cursor", "cursor: not one of ours", "the cursor of a page before");
    }
  }
}
