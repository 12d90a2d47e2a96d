package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.MediaException;
import io.reelbus.objectstore.Manifest;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code /recorders/{id}/blobs/{k}} and {@code /recordings/{id}/blobs/{k}}: from the bus while the
 * recording is made, from the stored file's bytes afterwards. The file's head was patched at its
 * end, so the first blob may differ by a few bytes between the two, and their ETags differ. Owned
 * by the event loop.
 */
final class BlobOperations {

  private static final int MANIFESTS_KEPT = 16;

  private final ClusterView view;
  private final RecordingOperations recordings;
  private final FileOperations files;
  private final BlobSource source;
  private final Map<String, List<Manifest.Slice>> slices =
      new LinkedHashMap<>(16, 0.75f, true) { // by the manifest's key, the oldest use first
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, List<Manifest.Slice>> eldest) {
          return size() > MANIFESTS_KEPT;
        }
      };

  BlobOperations(
      ClusterView view, RecordingOperations recordings, FileOperations files, BlobSource source) {
    this.view = view;
    this.recordings = recordings;
    this.files = files;
    this.source = source;
  }

  void sendOfRecorder(RoutingContext context) {
    send(context, Answers.path(context, "recorderId"));
  }

  void sendOfRecording(RoutingContext context) {
    send(context, Answers.path(context, "recordingId"));
  }

  private void send(RoutingContext context, String id) {
    RecordingSnapshot recording =
        view.recordings().recording(id).orElseThrow(() -> Refusal.notFound("recording", id));
    int number = Answers.pathNumber(context, "blob");
    FileStored file = recording.file();
    if (file != null && !file.objectKey().isEmpty()) {
      slices(file)
          .onFailure(context::fail)
          .onSuccess(all -> fromFile(context, recording, file, all, number));
      return;
    }
    BlobMade blob = view.recordings().blob(id, number);
    BlobPlace place = blob == null ? null : blob.place();
    if (place == null) {
      throw number < recording.blobs() ? gone(id, number) : notMade(id, number);
    }
    source
        .read(place)
        .onFailure(failure -> context.fail(isGone(failure) ? gone(id, number) : failure))
        .onSuccess(bytes -> answer(context, recording, place, bytes));
  }

  private void answer(
      RoutingContext context, RecordingSnapshot recording, BlobPlace place, Buffer bytes) {
    HttpServerResponse response = context.response();
    if (response.closed() || response.ended()) {
      return; // the client is gone
    }
    String etag = '"' + "bus-" + place.partition() + "-" + place.offset() + '"';
    if (head(context, recording, etag)) {
      files.sent(bytes.length());
      response.end(bytes);
    }
  }

  private void fromFile(
      RoutingContext context,
      RecordingSnapshot recording,
      FileStored file,
      List<Manifest.Slice> all,
      int number) {
    if (context.response().closed() || context.response().ended()) {
      return; // the client is gone
    }
    if (number >= all.size()) {
      context.fail(notMade(recording.spec().recordingId(), number));
      return;
    }
    Manifest.Slice slice = all.get(number);
    String etag = '"' + file.sha256() + "-" + number + '"';
    if (head(context, recording, etag)) {
      try {
        files.stream(context, file.objectKey(), new ByteRange(slice.fromByte(), slice.toByte()));
      } catch (Refusal refusal) {
        context.fail(refusal);
      }
    }
  }

  /** Writes the headers; false when the client has the bytes and was told so. */
  private static boolean head(RoutingContext context, RecordingSnapshot recording, String etag) {
    HttpServerResponse response = context.response();
    response
        .putHeader(HttpHeaders.ETAG, etag)
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && (known.contains(etag) || known.strip().equals("*"))) {
      response.setStatusCode(304).end();
      return false;
    }
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, FileOperations.essence(recording))
        .putHeader("X-Content-Type-Options", "nosniff");
    return true;
  }

  private Future<List<Manifest.Slice>> slices(FileStored file) {
    List<Manifest.Slice> known = slices.get(file.manifestKey());
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return recordings
        .manifest(file)
        .map(Manifest::slices)
        .onSuccess(all -> slices.put(file.manifestKey(), all));
  }

  static boolean isGone(Throwable failure) {
    return failure instanceof MediaException e && e.name().equals("NotFoundError");
  }

  private static Refusal gone(String id, int number) {
    return Refusal.of(
        "NotFoundError",
        "blob " + number + " of " + id + " left the bus; it is in the file once that is stored");
  }

  private static Refusal notMade(String id, int number) {
    return Refusal.of("NotFoundError", "blob " + number + " of " + id + " is not there");
  }
}
