package io.reelbus.api;

import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.MimeType;
import io.reelbus.objectstore.ObjectStore;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** {@code /recordings/{id}/file}: GET and HEAD with ranges and validators (RFC 9110). */
final class FileOperations {

  private final RecordingOperations recordings;
  private final ObjectStore store;
  private final WorkerExecutor workers;
  private final int maxDownloads;
  private final AtomicInteger downloads;
  private final LongConsumer sentBytes;

  FileOperations(
      RecordingOperations recordings,
      ObjectStore store,
      WorkerExecutor workers,
      int maxDownloads,
      Metrics metrics) {
    this.recordings = recordings;
    this.store = store;
    this.workers = workers;
    this.maxDownloads = maxDownloads;
    this.downloads = metrics.downloads();
    this.sentBytes = metrics.sentBytes();
  }

  void send(RoutingContext context) {
    RecordingSnapshot recording = recordings.recording(context);
    FileStored file = RecordingOperations.file(recording);
    HttpServerResponse response = context.response();
    String etag = '"' + file.sha256() + '"';
    response
        .putHeader(HttpHeaders.ACCEPT_RANGES, "bytes")
        .putHeader(HttpHeaders.ETAG, etag)
        .putHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache"); // ask again: it may be deleted
    String known = context.request().getHeader(HttpHeaders.IF_NONE_MATCH);
    if (known != null && (known.contains(etag) || known.strip().equals("*"))) {
      response.setStatusCode(304).end();
      return;
    }
    describe(response, recording, file);
    boolean head = HttpMethod.HEAD.equals(context.request().method());
    ByteRange range = head ? null : range(context, etag, file.sizeBytes());
    if (range != null) {
      response
          .setStatusCode(206)
          .putHeader(
              HttpHeaders.CONTENT_RANGE,
              "bytes " + range.from() + "-" + (range.to() - 1) + "/" + file.sizeBytes());
    } else {
      range = new ByteRange(0, file.sizeBytes());
    }
    if (head) {
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(range.length())).end();
    } else {
      stream(context, file.objectKey(), range);
    }
  }

  /** Counts bytes of a recording that were sent. */
  void sent(long bytes) {
    sentBytes.accept(bytes);
  }

  /** Sends bytes of an object; who calls has set the headers. Throws when too many are sent. */
  void stream(RoutingContext context, String key, ByteRange range) {
    if (downloads.get() >= maxDownloads) {
      throw Refusal.full("files being sent", maxDownloads);
    }
    downloads.incrementAndGet();
    new FileSender(workers, store, key, range, context.response(), sentBytes)
        .send()
        .onComplete(done -> downloads.decrementAndGet())
        .onFailure(context::fail);
  }

  /** If-Range: the range counts only when the client's part is of these very bytes. */
  private static @Nullable ByteRange range(RoutingContext context, String etag, long size) {
    String ifRange = context.request().getHeader("If-Range");
    if (ifRange != null && !ifRange.strip().equals(etag)) {
      return null;
    }
    try {
      return ByteRange.parse(context.request().getHeader("Range"), size);
    } catch (Refusal refusal) {
      context.response().putHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + size);
      throw refusal;
    }
  }

  /** The MIME type without codecs. */
  static String essence(RecordingSnapshot recording) {
    MimeType type = MimeType.parse(recording.spec().mimeType());
    return new MimeType(type.audioOnly(), type.container(), List.of()).toString();
  }

  private static void describe(
      HttpServerResponse response, RecordingSnapshot recording, FileStored file) {
    String name = file.objectKey().substring(file.objectKey().lastIndexOf('/') + 1);
    String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, essence(recording))
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "inline; filename*=UTF-8''" + encoded);
  }
}
