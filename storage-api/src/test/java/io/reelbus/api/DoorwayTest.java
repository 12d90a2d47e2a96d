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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static HttpResponse<String> send(String method, String path, @Nullable String body)
      throws Exception {
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
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          recorders         | {}                                            | streamId           | string of 1 to 200 characters
          recorders         | []                                            | body               | object
          recorders         | "x"                                           | body               | object
          recorders         | {"streamId":5}                                | streamId           | string of 1 to 200 characters
          recorders         | {"streamId":"a","videoBitsPerSecond":-1}      | videoBitsPerSecond | integer of 1000 to 1000000000
          recorders         | {"streamId":"a","videoBitsPerSecond":1e400}   | videoBitsPerSecond | integer of 1000 to 1000000000
          recorders         | {"streamId":"a","audioBitsPerSecond":1000.5}  | audioBitsPerSecond | integer of 500 to 10000000
          recorders         | {"streamId":"a","mimeType":null}              | mimeType           | string of 1 to 200 characters
          recorders/a/start | {"timesliceMs":-5}                            | timesliceMs        | integer of 100 to 3600000
          recorders/a/start | {"foo":1}                                     | foo                | one of [timesliceMs, name, requestId]
          streams           | {"sources":[]}                                | sources            | array of 1 to 64 items
          streams           | {"sources":[{"url":"x","wire":"wet"}]}        | sources[0].wire    | one of [native, raw]
          streams           | {"sources":[{},{"url":"y","options":{"a":1}}]} | sources[1].options.a | string of 0 to 1024 characters
          """)
  void post_doesNotFitSchema_typeErrorNamesFieldAndRange(
      String path, String body, String field, String expected) throws Exception {
    HttpResponse<String> response = send("POST", "/v1/" + path, body);

    JsonObject problem = assertProblem(response, 400, "TypeError");
    assertThat(problem.getString("field")).isEqualTo(field);
    assertThat(problem.getString("expected")).isEqualTo(expected);
    assertThat(problem.getString("detail")).startsWith(field + ": ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /v1/recordings?limit=0    | limit | integer of 1 to 500
          /v1/recordings?limit=501  | limit | integer of 1 to 500
          /v1/recordings?limit=abc  | limit | integer of 1 to 500
          /v1/recordings?limit=     | limit | integer of 1 to 500
          /v1/recordings?state=nope | state | one of [recording, stored, partial, failed]
          /v1/events?from=then      | from  | one of [now, oldest]
          """)
  void get_parameterDoesNotFit_typeErrorNamesIt(String path, String field, String expected)
      throws Exception {
    JsonObject problem = assertProblem(send("GET", path, null), 400, "TypeError");
    assertThat(problem.getString("field")).isEqualTo(field);
    assertThat(problem.getString("expected")).isEqualTo(expected);
  }

  @Test
  void post_notJson_syntaxError() throws Exception {
    assertProblem(send("POST", "/v1/recorders", "{"), 400, "SyntaxError");
  }

  @Test
  void post_bodyMissing_typeError() throws Exception {
    assertProblem(send("POST", "/v1/recorders", null), 400, "TypeError");
  }

  @Test
  void post_bodyTooLarge_quotaExceeded() throws Exception {
    String body = "{\"streamId\":\"" + "a".repeat(5000) + "\"}";
    assertProblem(send("POST", "/v1/recorders", body), 413, "QuotaExceededError");
  }

  @Test
  void post_bodyOptionalAndMissing_isHandled() throws Exception {
    assertThat(send("POST", "/v1/recorders/a/start", null).statusCode()).isEqualTo(200);
    assertThat(send("POST", "/v1/recorders/a/stop", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void get_unknownPath_notFound() throws Exception {
    assertProblem(send("GET", "/v1/nothing", null), 404, "NotFoundError");
    assertProblem(send("GET", "/../etc/passwd", null), 404, "NotFoundError");
  }

  @Test
  void put_wrongMethod_refused() throws Exception {
    assertProblem(send("PUT", "/v1/devices", null), 405, "NotSupportedError");
  }

  @Test
  void get_handlerThrows_tellsNothingOfTheInside() throws Exception {
    HttpResponse<String> response = send("GET", "/v1/health", null);

    assertProblem(response, 500, "OperationError");
    assertThat(response.body()).doesNotContain("secret", "Exception", ".java");
  }

  @Test
  void get_root_isThePage() throws Exception {
    assertThat(send("GET", "/", null).body()).contains("<title>Reelbus</title>");
    assertThat(send("GET", "/openapi.yaml", null).body()).startsWith("openapi: 3.1.0");
  }

  private static JsonObject assertProblem(HttpResponse<String> response, int status, String name) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue(Problem.CONTENT_TYPE);
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getInteger("status")).isEqualTo(status);
    assertThat(problem.getString("name")).isEqualTo(name);
    assertThat(problem.getString("detail")).isNotEmpty();
    return problem;
  }
}
