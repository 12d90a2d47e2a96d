package io.reelbus.recorder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.model.MediaException;
import io.reelbus.model.constraints.OverconstrainedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** JSON over HTTP with deadlines, and problem+json as {@link MediaException}. */
final class HttpJson {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final URI base;
  private final HttpClient client;
  private volatile boolean reached;
  private final ObjectMapper mapper =
      new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

  HttpJson(URI base) {
    String text = base.toString();
    this.base = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    // The server speaks HTTP/1.1; an upgrade attempt would only cost a round trip.
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  <T> T get(String path, Class<T> type, int... alsoFine) {
    return read(path, exchange(request(path).GET(), path, alsoFine), type);
  }

  <T> T get(String path, TypeReference<T> type) {
    String body = exchange(request(path).GET(), path);
    try {
      return mapper.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw notOurs(path, e);
    }
  }

  String text(String path) {
    return exchange(request(path).GET(), path);
  }

  private String json(String path, Object body) {
    try {
      return mapper.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("body of " + path, e);
    }
  }

  <T> T post(String path, Object body, Class<T> type) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json(path, body)));
    return read(path, exchange(request, path), type);
  }

  /**
   * A request that counts once, under a name of its own if it has none, and is sent until there is
   * an answer; a server that never gave one is not waited for.
   */
  <T> T postOnce(String path, Object body, Class<T> type) {
    Map<String, Object> named = new LinkedHashMap<>();
    named.put("requestId", UUID.randomUUID().toString());
    named.putAll(mapper.convertValue(body, new TypeReference<Map<String, Object>>() {}));
    return untilAnswered(again -> post(path, named, type));
  }

  <T> T untilAnswered(Patience.Call<T> call) {
    return reached ? Patience.untilAnswered(call) : call.make(false);
  }

  <T> T patch(String path, Object body, Class<T> type) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .method("PATCH", HttpRequest.BodyPublishers.ofString(json(path, body)));
    return read(path, exchange(request, path), type);
  }

  /** A body as it is. */
  byte[] bytes(String path) {
    HttpResponse<byte[]> answer =
        send(request(path).GET(), path, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != 200) {
      throw problem(path, answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
    }
    return answer.body();
  }

  <T> T convert(JsonNode json, TypeReference<T> type) {
    return mapper.convertValue(json, type);
  }

  /** Events of the server; not open yet. */
  EventChannel events(
      String query, ScheduledExecutorService thread, Consumer<EventMessage> receiver) {
    URI events = URI.create(base.toString().replaceFirst("^http", "ws") + "/v1/events?" + query);
    return new EventChannel(events, client, mapper, thread, receiver);
  }

  /** A pushed source; connects soon. */
  PushChannel push(String path, long boundBytes) {
    return new PushChannel(
        URI.create(base.toString().replaceFirst("^http", "ws") + path), client, boundBytes);
  }

  /** One segment of a path, or a value of a query. */
  static String segment(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  void delete(String path) {
    exchange(request(path).DELETE(), path);
  }

  /** Starts reading a body; the publisher must be subscribed to. */
  HttpResponse<Flow.Publisher<List<ByteBuffer>>> open(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request, path, HttpResponse.BodyHandlers.ofPublisher());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path))
        .header("Accept", "application/json, application/problem+json, */*")
        .timeout(DEADLINE);
  }

  private String exchange(HttpRequest.Builder request, String path, int... alsoFine) {
    HttpResponse<String> response = send(request, path, HttpResponse.BodyHandlers.ofString());
    boolean fine = response.statusCode() / 100 == 2;
    for (int status : alsoFine) {
      fine |= response.statusCode() == status && !isProblem(response);
    }
    if (!fine) {
      throw problem(path, response.statusCode(), response.body());
    }
    return response.body();
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, String path, HttpResponse.BodyHandler<T> handler) {
    CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request.build(), handler);
    try {
      // The request's own timeout ends with the headers; this one bounds the body too.
      HttpResponse<T> response = answer.get(DEADLINE.toMillis() + 1000, TimeUnit.MILLISECONDS);
      reached = true;
      return response;
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() instanceof IOException ? e.getCause() : e;
      throw network(path, why(cause), cause);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw network(path, "no answer within " + DEADLINE.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", MediaException.Next.STOP, "interrupted", e);
    }
  }

  /** Java's client gives no message where nobody listens. */
  private static String why(Throwable cause) {
    if (cause instanceof ConnectException) {
      return "no connection; does a server run there?";
    }
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }

  MediaException network(String path, String why, Throwable cause) {
    return new MediaException(
        "NetworkError", MediaException.Next.RETRY, base + path + ": " + why, cause);
  }

  /** The server's refusal as an exception. */
  MediaException problem(String path, int status, String body) {
    String name = status == 404 ? "NotFoundError" : "OperationError";
    String detail = "HTTP status " + status;
    try {
      JsonNode problem = mapper.readTree(body);
      if (problem.path("name").asText().equals("OverconstrainedError")) {
        return new OverconstrainedException(
            problem.path("constraint").asText(""), problem.path("detail").asText(path));
      }
      name = problem.path("name").asText(name);
      detail = problem.path("detail").asText(detail);
    } catch (JsonProcessingException e) {
      detail += " without problem+json; is " + base + " a Reelbus server?";
    }
    boolean later = status == 429 || (status >= 502 && status <= 504);
    MediaException.Next next = later ? MediaException.Next.RETRY : MediaException.Next.STOP;
    return new MediaException(name, next, detail.isEmpty() ? path : detail);
  }

  private static boolean isProblem(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Content-Type")
        .orElse("")
        .startsWith("application/problem+json");
  }

  private <T> T read(String path, String body, Class<T> type) {
    try {
      return mapper.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw notOurs(path, e);
    }
  }

  private MediaException notOurs(String path, JsonProcessingException e) {
    return new MediaException(
        "DataError",
        MediaException.Next.STOP,
        base + path + ": unexpected answer: " + e.getOriginalMessage(),
        e);
  }
}
