package io.reelbus.api;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A listener to events, by WebSocket or as server-sent events, with the JDK's client. */
final class EventClient implements AutoCloseable, WebSocket.Listener {

  /** A message: an event, or the bytes of a blob. */
  record Message(@Nullable JsonObject event, byte @Nullable [] bytes) {

    String type() {
      return event == null ? "binary" : event.getString("type");
    }
  }

  private final Queue<Message> messages = new ConcurrentLinkedQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final List<ByteBuffer> binary = new ArrayList<>();
  final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  final CompletableFuture<String> closeReason = new CompletableFuture<>();
  private final WebSocket socket;

  private EventClient(URI http) {
    URI uri = URI.create(http.toString().replaceFirst("^http", "ws"));
    try {
      socket = HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, this).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        throw new IllegalStateException(
            "refused with status " + refused.getResponse().statusCode(), e);
      }
      throw e;
    }
  }

  /** Opens a WebSocket. */
  static EventClient socket(URI uri) {
    return new EventClient(uri);
  }

  /** Listens as server-sent events until an event matches; all events so far. */
  static List<JsonObject> sse(URI uri, Predicate<JsonObject> last, String... headers)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<java.io.InputStream> response =
        HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new IllegalStateException("status " + response.statusCode());
    }
    List<JsonObject> events = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line; (line = reader.readLine()) != null; ) {
        if (line.startsWith("data: ")) {
          JsonObject event = new JsonObject(line.substring("data: ".length()));
          events.add(event);
          if (last.test(event)) {
            return events;
          }
        }
      }
    }
    throw new IllegalStateException("the stream ended: " + events);
  }

  /** Everything that came. */
  List<Message> all() {
    return List.copyOf(messages);
  }

  /** Events that came, but for positions. */
  List<JsonObject> events() {
    return events(messages.stream());
  }

  private static List<JsonObject> events(Stream<Message> some) {
    List<JsonObject> events = new ArrayList<>();
    some.forEach(
        message -> {
          if (message.event() != null && !message.type().equals("position")) {
            events.add(message.event());
          }
        });
    return events;
  }

  List<String> types() {
    return events().stream().map(e -> e.getString("type")).toList();
  }

  void send(String message) {
    socket.sendText(message, true).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      messages.add(new Message(new JsonObject(text.toString()), null));
      text.setLength(0);
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    ByteBuffer copy = ByteBuffer.allocate(data.remaining()).put(data).flip();
    binary.add(copy);
    if (last) {
      ByteBuffer whole = ByteBuffer.allocate(binary.stream().mapToInt(ByteBuffer::remaining).sum());
      binary.forEach(whole::put);
      binary.clear();
      messages.add(new Message(null, whole.array()));
    }
    from.request(1);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closeCode.complete(code);
    closeReason.complete(reason);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closeCode.completeExceptionally(error);
  }

  @Override
  public void close() {
    socket.abort();
  }
}
