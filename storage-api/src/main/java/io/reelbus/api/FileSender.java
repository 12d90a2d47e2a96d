package io.reelbus.api;

import io.reelbus.objectstore.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a byte range of an object as the body of one response.
 *
 * <p>Owned by the event loop. One piece is read at a time, by a worker, and only while the
 * response's write queue has room: a slow client holds no thread and at most the queue and one
 * piece. One that takes nothing for long is disconnected by the server's idle timeout.
 */
final class FileSender {

  private static final Logger LOG = LoggerFactory.getLogger(FileSender.class);
  private static final int PIECE_BYTES = 128 << 10;
  private static final int QUEUE_BYTES = 256 << 10;

  private final WorkerExecutor workers;
  private final ObjectStore store;
  private final String key;
  private final ByteRange range;
  private final HttpServerResponse response;
  private final LongConsumer sentBytes;
  private final Promise<Void> done = Promise.promise();
  private @Nullable InputStream in;
  private long left;
  private boolean gone;
  private boolean reading;

  FileSender(
      WorkerExecutor workers,
      ObjectStore store,
      String key,
      ByteRange range,
      HttpServerResponse response,
      LongConsumer sentBytes) {
    this.workers = workers;
    this.store = store;
    this.key = key;
    this.range = range;
    this.response = response;
    this.sentBytes = sentBytes;
    this.left = range.length();
  }

  /** Completes when the body is sent or the client is gone; fails when the store fails. */
  Future<Void> send() {
    response.setWriteQueueMaxSize(QUEUE_BYTES);
    response.exceptionHandler(failure -> clientGone());
    response.closeHandler(closed -> clientGone());
    read();
    return done.future();
  }

  private void read() {
    reading = true;
    workers
        .executeBlocking(this::piece, false)
        .onComplete(
            result -> {
              reading = false;
              if (gone) {
                finish(null);
              } else if (result.failed()) {
                LOG.warn(
                    "object {} [{}, {}): {}",
                    key,
                    range.from(),
                    range.to(),
                    result.cause().toString());
                finish(result.cause());
              } else {
                write(result.result());
              }
            });
  }

  private void write(Buffer piece) {
    if (!response.headWritten()) { // not before the store gave the first bytes: it may still refuse
      response.putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(range.length()));
    }
    left -= piece.length();
    sentBytes.accept(piece.length());
    if (left == 0) {
      response.end(piece);
      finish(null);
      return;
    }
    response.write(piece);
    if (response.writeQueueFull()) {
      response.drainHandler(drained -> read());
    } else {
      read();
    }
  }

  private void clientGone() {
    gone = true;
    if (!reading) { // a worker has the stream otherwise; its end comes back here
      finish(null);
    }
  }

  private void finish(@Nullable Throwable failure) {
    InputStream open = in;
    in = null;
    if (open != null) {
      workers.executeBlocking(
          () -> {
            open.close();
            return open;
          },
          false);
    }
    if (failure == null) {
      done.tryComplete();
    } else {
      done.tryFail(failure);
    }
  }

  /** By a worker. */
  private Buffer piece() throws IOException {
    InputStream open = in;
    if (open == null) {
      open = store.read(key, range.from(), range.to());
      in = open;
    }
    byte[] bytes = new byte[(int) Math.min(PIECE_BYTES, left)];
    int read = open.readNBytes(bytes, 0, bytes.length);
    if (read == 0 && bytes.length > 0) {
      throw new EOFException("object " + key + " ends " + left + " bytes too early");
    }
    return Buffer.buffer(read == bytes.length ? bytes : Arrays.copyOf(bytes, read));
  }
}
