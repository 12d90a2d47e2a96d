package io.reelbus.recorder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.model.MediaException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Events of the storage API over a WebSocket that is connected again, with the cursor of the last
 * event, for as long as the channel is open: none is missed and none comes twice. Each event is
 * given to the receiver on the SDK's event thread, in order; the next one is asked for when it has
 * been handled.
 */
final class EventChannel implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final long FIRST_PAUSE_MS = 200;
  private static final long LONGEST_PAUSE_MS = 5000;

  private final URI events;
  private final HttpClient client;
  private final ObjectMapper mapper;
  private final ScheduledExecutorService thread;
  private final Consumer<EventMessage> receiver;
  private final CountDownLatch opened = new CountDownLatch(1);
  private volatile @Nullable WebSocket socket;
  private volatile boolean closed;
  private volatile String failure = ""; // of the last attempt to connect
  private volatile String cursor = ""; // written by the event thread
  private volatile long pauseMs = FIRST_PAUSE_MS;

  /**
   * Makes one; {@link #open} connects it.
   *
   * @param events address of the events with its query, {@code ws:} or {@code wss:}
   * @param thread of all events and listeners
   */
  EventChannel(
      URI events,
      HttpClient client,
      ObjectMapper mapper,
      ScheduledExecutorService thread,
      Consumer<EventMessage> receiver) {
    this.events = events;
    this.client = client;
    this.mapper = mapper;
    this.thread = thread;
    this.receiver = receiver;
  }

  /**
   * Connects and waits until the server has said where the events begin: what happens from then on
   * is seen.
   *
   * @throws MediaException {@code NetworkError} when that takes more than 10 s
   */
  void open() {
    connect();
    try {
      if (!opened.await(CONNECT.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
        throw new MediaException(
            "NetworkError",
            MediaException.Next.RETRY,
            events + ": no events within 10 s" + (failure.isEmpty() ? "" : ": " + failure));
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", MediaException.Next.STOP, "interrupted", e);
    }
  }

  private void connect() {
    if (closed) {
      return;
    }
    String query = events.getRawQuery() == null ? "?" : "&";
    URI from =
        cursor.isEmpty()
            ? events
            : URI.create(
                events
                    + query
                    + "lastEventId="
                    + URLEncoder.encode(cursor, StandardCharsets.UTF_8));
    var unused =
        client
            .newWebSocketBuilder()
            .connectTimeout(CONNECT)
            .buildAsync(from, new Listener())
            .whenComplete(
                (made, refused) -> {
                  if (refused != null) {
                    failure = why(refused);
                    again();
                  } else if (closed) {
                    made.abort();
                  } else {
                    socket = made;
                  }
                });
  }

  private static String why(Throwable refused) {
    Throwable cause = refused instanceof CompletionException ? refused.getCause() : refused;
    return cause instanceof WebSocketHandshakeException shake
        ? "HTTP status " + shake.getResponse().statusCode()
        : String.valueOf(cause);
  }

  private void again() {
    if (!closed && !thread.isShutdown()) {
      var unused = thread.schedule(this::connect, pauseMs, TimeUnit.MILLISECONDS);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }

  /** On the event thread. */
  private void handle(JsonNode json, byte @Nullable [] bytes) {
    if (closed) {
      return;
    }
    receiver.accept(new EventMessage(json, bytes));
    cursor = json.path("id").asText(cursor);
    pauseMs = FIRST_PAUSE_MS;
  }

  /** One connection. */
  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private @Nullable JsonNode waiting; // for its bytes

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (!last) {
        from.request(1);
        return null;
      }
      String whole = text.toString();
      text.setLength(0);
      try {
        JsonNode json = mapper.readTree(whole);
        if (json.path("binary").asBoolean()) {
          waiting = json;
          from.request(1);
          return null;
        }
        return give(from, json, null);
      } catch (JsonProcessingException e) {
        from.abort(); // not an event of ours; ask again from the last good one
        again();
        return null;
      }
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] part = new byte[data.remaining()];
      data.get(part);
      binary.writeBytes(part);
      JsonNode event = waiting;
      if (!last || event == null) {
        from.request(1);
        return null;
      }
      byte[] bytes = binary.toByteArray();
      binary.reset();
      waiting = null;
      return give(from, event, bytes);
    }

    private CompletionStage<?> give(WebSocket from, JsonNode json, byte @Nullable [] bytes) {
      opened.countDown(); // not by the event thread: a listener may be who waits for it
      return CompletableFuture.runAsync(() -> handle(json, bytes), thread)
          .whenComplete(
              (done, broken) -> {
                if (broken == null) {
                  from.request(1);
                } else {
                  from.abort(); // not handled: it comes again from the last one that was
                  again();
                }
              });
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      again();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
      again();
    }
  }

  /** No event comes after this, but for one that is being handled. */
  @Override
  public void close() {
    closed = true;
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }
}
