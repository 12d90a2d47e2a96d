package io.reelbus.recorder;

import io.reelbus.model.MediaException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way to a pushed source. What the server has not acknowledged is kept, and sent
 * again over a new connection when one is lost for less than ten seconds. Any thread; a thread of
 * its own sends.
 */
final class PushChannel implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final long GIVE_UP_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long RETRY_MS = 200;
  private static final long CLOSE_MS = 30_000;
  private static final int MESSAGE_BYTES = 64 << 10;
  private static final int REFUSED = 400;
  private static final int LATER = 500;
  private static final Pattern ACKNOWLEDGED = Pattern.compile("\"acknowledged\"\\s*:\\s*(\\d+)");

  private final URI address;
  private final HttpClient client;
  private final long boundBytes;
  private final Thread thread;
  private final Deque<byte[]> sent = new ArrayDeque<>(); // guarded by this, as all below
  private final Deque<byte[]> unsent = new ArrayDeque<>();
  private long begin; // position of the first unit that is kept
  private long kept; // bytes
  private boolean ending;
  private boolean over;
  private String failure = "";
  private @Nullable Connection connection;

  /**
   * Makes one and connects it soon.
   *
   * @param address {@code ws:} or {@code wss:}, without a query
   * @param boundBytes how much may be kept
   */
  PushChannel(URI address, HttpClient client, long boundBytes) {
    this.address = address;
    this.client = client;
    this.boundBytes = boundBytes;
    this.thread = new Thread(this::run, "reelbus-push");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes a unit whole, or not at all: when it is full or over.
   *
   * @param unit not changed any more by the caller
   */
  synchronized boolean offer(byte[] unit) {
    if (ending || over || (kept > 0 && kept + unit.length > boundBytes)) {
      return false;
    }
    unsent.add(unit);
    kept += unit.length;
    notifyAll();
    return true;
  }

  /** Takes bytes as soon as there is room; false when it is over. */
  synchronized boolean write(byte[] bytes) throws InterruptedException {
    while (!offer(bytes)) {
      if (ending || over) {
        return false;
      }
      wait();
    }
    return true;
  }

  /** Bytes that are safe. */
  synchronized long acknowledged() {
    return begin;
  }

  /** Why it is over; empty when it is not, or has ended as it should. */
  synchronized String failure() {
    return failure;
  }

  /** Sends what there is and then the end; returns at once. */
  synchronized void end() {
    ending = true;
    notifyAll();
  }

  /** Ends it and waits until everything is safe, for 30 s at most. */
  @Override
  public void close() {
    end();
    try {
      thread.join(CLOSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fail("not everything was taken within 30 s");
  }

  private synchronized void fail(String why) {
    if (!over) {
      over = true;
      failure = why;
      notifyAll();
    }
  }

  private void run() {
    long lostAt = System.nanoTime();
    try {
      while (!isOver()) {
        Connection made = connect();
        if (made != null) {
          send(made);
          lostAt = System.nanoTime();
        } else if (System.nanoTime() - lostAt > GIVE_UP_NANOS) {
          fail(address + ": no connection for 10 s");
        } else {
          TimeUnit.MILLISECONDS.sleep(RETRY_MS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail("interrupted");
    }
  }

  private synchronized boolean isOver() {
    return over;
  }

  private @Nullable Connection connect() throws InterruptedException {
    Connection made = new Connection();
    long from;
    synchronized (this) {
      for (Iterator<byte[]> all = sent.descendingIterator(); all.hasNext(); ) {
        unsent.addFirst(all.next());
      }
      sent.clear();
      from = begin;
      connection = made;
    }
    CompletableFuture<WebSocket> making =
        client
            .newWebSocketBuilder()
            .connectTimeout(CONNECT)
            .buildAsync(URI.create(address + "?offset=" + from), made);
    try {
      made.socket = making.get(2 * CONNECT.toMillis(), TimeUnit.MILLISECONDS);
      return made;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        int status = refused.getResponse().statusCode();
        if (status >= REFUSED && status < LATER) {
          fail(address + ": HTTP status " + status + "; the source has ended");
        }
      }
      return null;
    } catch (TimeoutException e) {
      making.cancel(true);
      return null;
    }
  }

  /** Sends until the connection is lost or everything is. */
  private void send(Connection to) throws InterruptedException {
    WebSocket socket = to.socket;
    if (socket == null) {
      return;
    }
    try {
      for (byte[] unit = next(to); unit != null; unit = next(to)) {
        for (int at = 0; at < unit.length; at += MESSAGE_BYTES) {
          int length = Math.min(MESSAGE_BYTES, unit.length - at);
          socket.sendBinary(ByteBuffer.wrap(unit, at, length), true).get(); // lost: it fails
        }
      }
      if (!to.isLost()) {
        socket.sendText("end", true).get();
        to.awaitLost();
      }
    } catch (ExecutionException e) {
      to.lost();
    } finally {
      socket.abort();
    }
  }

  /** Waits for the next unit; null when the connection is lost, or there is none to come. */
  private synchronized byte @Nullable [] next(Connection to) throws InterruptedException {
    while (unsent.isEmpty() && !ending && !over && !to.lost) {
      wait();
    }
    if (unsent.isEmpty() || over || to.lost) {
      return null;
    }
    byte[] unit = unsent.remove();
    sent.add(unit);
    return unit;
  }

  private synchronized void acknowledged(Connection by, long position) {
    if (by != connection) {
      return;
    }
    while (!sent.isEmpty() && begin + sent.element().length <= position) {
      int length = sent.remove().length;
      begin += length;
      kept -= length;
    }
    notifyAll();
  }

  /** What the server says on one connection. */
  private final class Connection implements WebSocket.Listener {
    private volatile @Nullable WebSocket socket;
    private final StringBuilder text = new StringBuilder();
    private boolean lost; // guarded by the channel

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        Matcher found = ACKNOWLEDGED.matcher(text);
        if (found.find()) {
          acknowledged(this, Long.parseLong(found.group(1)));
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      synchronized (PushChannel.this) {
        if (ending && code == WebSocket.NORMAL_CLOSURE && unsent.isEmpty()) {
          begin += kept;
          kept = 0;
          over = true;
        }
      }
      lost();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
      lost();
    }

    void lost() {
      synchronized (PushChannel.this) {
        lost = true;
        PushChannel.this.notifyAll();
      }
      WebSocket open = socket;
      if (open != null) {
        open.abort(); // what is being sent over it fails
      }
    }

    boolean isLost() {
      synchronized (PushChannel.this) {
        return lost;
      }
    }

    void awaitLost() throws InterruptedException {
      synchronized (PushChannel.this) {
        while (!lost && !over) {
          PushChannel.this.wait();
        }
      }
    }
  }

  /** As an exception. */
  static MediaException over(String why) {
    return new MediaException(
        "InvalidStateError",
        MediaException.Next.STOP,
        why.isEmpty() ? "the stream was ended" : why);
  }
}
