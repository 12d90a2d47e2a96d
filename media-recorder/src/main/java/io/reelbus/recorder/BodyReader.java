package io.reelbus.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response body with a deadline per read, which {@code InputStream} bodies do not have. At
 * most one piece (16 KiB buffers of the HTTP client) is asked for ahead of the reader.
 */
final class BodyReader implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {

  private static final long STALL_SECONDS = 60;

  /** The connection broke, or nothing came for too long. */
  static final class BrokenBody extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenBody(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  private record Piece(List<ByteBuffer> buffers, @Nullable Throwable failure) {}

  // One asked-for piece, and the end or the failure behind it.
  private final BlockingQueue<Piece> pieces = new ArrayBlockingQueue<>(3);
  private final AtomicReference<Flow.@Nullable Subscription> subscription = new AtomicReference<>();

  BodyReader(Flow.Publisher<List<ByteBuffer>> body) {
    body.subscribe(this);
  }

  /** The next bytes; empty at the end. */
  List<ByteBuffer> next() throws BrokenBody {
    try {
      Piece piece = pieces.poll(STALL_SECONDS, TimeUnit.SECONDS);
      if (piece == null) {
        throw new BrokenBody("nothing came for " + STALL_SECONDS + " s", null);
      }
      if (piece.failure() != null) {
        throw new BrokenBody(String.valueOf(piece.failure().getMessage()), piece.failure());
      }
      request();
      return piece.buffers();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokenBody("interrupted", e);
    }
  }

  /** The body as text, cut off at a limit. */
  String text(int maxBytes) throws BrokenBody {
    StringBuilder text = new StringBuilder();
    for (List<ByteBuffer> buffers = next(); !buffers.isEmpty(); buffers = next()) {
      for (ByteBuffer buffer : buffers) {
        text.append(StandardCharsets.UTF_8.decode(buffer));
      }
      if (text.length() > maxBytes) {
        break;
      }
    }
    return text.toString();
  }

  @Override
  public void onSubscribe(Flow.Subscription newSubscription) {
    subscription.set(newSubscription);
    newSubscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (buffers.isEmpty()) {
      request(); // an empty list means the end to the reader
    } else {
      pieces.add(new Piece(buffers, null));
    }
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(new Piece(List.of(), failure));
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece(List.of(), null));
  }

  private void request() {
    Flow.Subscription open = subscription.get();
    if (open != null) {
      open.request(1);
    }
  }

  /** Lets go of the connection, read to the end or not. */
  @Override
  public void close() {
    Flow.Subscription open = subscription.get();
    if (open != null) {
      open.cancel();
    }
  }
}
