package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the contract refuses before any handler sees it, over real HTTP. */
class DoorwayTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Vertx vertx;
  private static HttpServer server;

  @BeforeAll
  static void open() throws Exception {
    vertx = Vertx.vertx();
    Map<String, Handler<RoutingContext>> operations = new LinkedHashMap<>();
    Doorway.document()
        .getJsonObject("paths")
        .forEach(
            path ->
                ((JsonObject) path.getValue())
                    .forEach(
                        method -> {
                          String id = ((JsonObject) method.getValue()).getString("operationId");
                          operations.put(
                              id,
                              Answers.json(
                                  200,
                                  context ->
                                      Future.succeededFuture(new JsonObject().put("did", id))));
                        }));
    operations.put(
        "getHealth",
        context -> {
          throw new IllegalStateException("secret detail");
        });
    server =
        Doorway.open(vertx, 4096, operations)
            .compose(router -> vertx.createHttpServer().requestHandler(router).listen(0))
            .await(20, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> send(
      String method, String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.actualPort() + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    System.out.println(
        method
            + " "
            + path
            + " "
            + body
            + "\n   -> "
            + response.statusCode()
            + " "
            + response.body());
    return response;
  }

  @Test
  void spike() throws Exception {
    send("GET", "/v1/devices", null);
    send("GET", "/v1/health", null);
    send("GET", "/v1/nothing", null);
    send("PUT", "/v1/devices", null);
    send("POST", "/v1/recorders", "{}");
    send("POST", "/v1/recorders", "{");
    send("POST", "/v1/recorders", null);
    send("POST", "/v1/recorders", "[]");
    send("POST", "/v1/recorders", "\"x\"");
    send("POST", "/v1/recorders", "{\"streamId\":5}");
    send("POST", "/v1/recorders", "{\"streamId\":\"a\",\"foo\":1}");
    send("POST", "/v1/recorders", "{\"streamId\":\"a\",\"videoBitsPerSecond\":-1}");
    send("POST", "/v1/recorders", "{\"streamId\":\"a\",\"videoBitsPerSecond\":1e400}");
    send(
        "POST",
        "/v1/recorders",
        "{\"streamId\":\"a\",\"videoBitsPerSecond\":99999999999999999999999}");
    send("POST", "/v1/recorders", "{\"streamId\":\"a\",\"videoBitsPerSecond\":2000.5}");
    send("POST", "/v1/recorders", "{\"streamId\":\"a\",\"videoBitsPerSecond\":2000.0}");
    send("POST", "/v1/recorders", "{\"streamId\":\"a\"}");
    send("POST", "/v1/recorders", "{\"streamId\":\"a\",\"mimeType\":null}");
    send("POST", "/v1/recorders", "{\"streamId\":\"" + "a".repeat(5000) + "\"}");
    send("POST", "/v1/streams", "{\"sources\":[{\"url\":\"x\",\"kind\":\"NOPE\"}]}");
    send("POST", "/v1/streams", "{\"sources\":[]}");
    send("POST", "/v1/streams", "{\"sources\":[{\"url\":\"x\",\"options\":{\"a\":1}}]}");
    send("POST", "/v1/recorders/a/start", "{\"timesliceMs\":-5}");
    send("POST", "/v1/recorders/a/start", null);
    send("POST", "/v1/recorders/a/start", "{}");
    send("POST", "/v1/recorders/a/stop", null);
    send("POST", "/v1/recorders/a%2Fb/stop", null);
    send("POST", "/v1/recorders/a$b/stop", null);
    send("GET", "/v1/recordings?limit=0", null);
    send("GET", "/v1/recordings?limit=abc", null);
    send("GET", "/v1/recordings?limit=", null);
    send("GET", "/v1/recordings?state=nope", null);
    send("GET", "/v1/recordings?state=stored&limit=5", null);
    send("GET", "/v1/recordings?limit=5&limit=6", null);
    send("GET", "/v1/recordings/x/file", null);
    send("HEAD", "/v1/recordings/x/file", null);
    send("GET", "/v1/events?recorder=a", null, "Last-Event-ID", "aa-5");
    send("DELETE", "/v1/recordings/x", null);
    send("GET", "/", null);
    assertThat(true).isTrue();
  }
}
