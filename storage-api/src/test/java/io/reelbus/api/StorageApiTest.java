package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.MediaException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The door as a whole: health, metrics, types, events, the document, hostile input. */
class StorageApiTest extends LiveDoor {

  @Test
  void health_allThere_isUp() {
    assertThat(client.health().up()).isTrue();
    assertThat(client.health().checks())
        .extracting("name")
        .containsExactly("bus", "store", "view", "agents");
  }

  @Test
  void metrics_afterSomeUse_haveNamesWithUnits() throws Exception {
    client.devices();
    assertThat(metric("reelbus_agents")).isEqualTo("1.0");
    String text = new String(get("GET", "/v1/metrics").body(), StandardCharsets.UTF_8);
    assertThat(text)
        .contains(
            "reelbus_encode_lag_seconds",
            "reelbus_encode_lag_slices",
            "reelbus_recordings{state=\"stored\"}",
            "reelbus_api_sent_bytes_total",
            "reelbus_api_requests_seconds_count{operation=\"getDevices\",status=\"200\"}",
            "jvm_memory_used_bytes");
  }

  private static List<String> events(String query, int count, String... headers) throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri("/v1/events?" + query));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<InputStream> response =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream");
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      while (lines.stream().filter(line -> line.startsWith("data:")).count() < count) {
        lines.add(reader.readLine());
      }
    }
    return lines.stream().filter(line -> line.matches("(id|event|data): .*")).toList();
  }

  @Test
  void events_ofARecorder_resumeBehindTheLastOne() throws Exception {
    String id = record("evented").id();
    store(id, 1000);

    List<String> all = events("recorder=" + id + "&from=oldest", 6);
    assertThat(all.stream().filter(line -> line.startsWith("event: ")))
        .containsExactly(
            "event: captured",
            "event: captured",
            "event: encoded",
            "event: encoded",
            "event: blobMade",
            "event: fileStored");
    String secondId =
        all.stream().filter(line -> line.startsWith("id: ")).skip(1).findFirst().orElseThrow();

    List<String> rest =
        events("recorder=" + id, 4, "Last-Event-ID", secondId.substring("id: ".length()));
    assertThat(rest).isEqualTo(all.subList(all.size() - rest.size(), all.size()));
    assertThat(rest.stream().filter(line -> line.startsWith("event: ")))
        .first()
        .isEqualTo("event: encoded");

    assertThat(events("recorder=" + id, 1, "Last-Event-ID", "0-5")).contains("event: gap");
    assertThat(get("GET", "/v1/events", "Last-Event-ID", "what?").statusCode()).isEqualTo(400);
  }

  @Test
  void start_portTaken_saysSo() {
    try (StorageApi second =
        new StorageApi(ApiSettings.defaults("127.0.0.1", api.port()), bus, store)) {
      assertThatThrownBy(second::start)
          .isInstanceOf(MediaException.class)
          .hasMessageContaining(String.valueOf(api.port()));
    }
  }

  @Test
  void types_oneAndAll_areAnswered() throws Exception {
    JsonObject one = json("/v1/types?mimeType=video%2Fwebm%3Bcodecs%3Dvp9");
    assertThat(one.getBoolean("supported")).isTrue();
    assertThat(one.getString("resolved")).isEqualTo("video/webm;codecs=vp9,opus");
    assertThat(json("/v1/types?mimeType=video%2Favi").getBoolean("supported")).isFalse();
    assertThat(json("/v1/types").getJsonArray("types")).hasSizeGreaterThan(5);
  }

  @Test
  void answers_allOfThem_fitTheDocument() throws Exception {
    String id = record("documented").id();
    Vertx vertx = Vertx.vertx();
    try {
      ResponseValidator validator =
          ResponseValidator.create(vertx, Doorway.contract(vertx).await(20, TimeUnit.SECONDS));
      String recording = "/v1/recordings/" + id;
      String track = client.recorder(id).streamId() + "/0/1";
      assertFits(validator, "getHealth", "/v1/health");
      assertFits(validator, "getTypes", "/v1/types");
      assertFits(validator, "getDevices", "/v1/devices");
      assertFits(validator, "listStreams", "/v1/streams");
      assertFits(validator, "getStream", "/v1/streams/" + client.recorder(id).streamId());
      assertFits(validator, "getTrack", "/v1/tracks/" + track.replace("/", "%2F"));
      assertFits(validator, "getRecorder", "/v1/recorders/" + id);
      assertFits(validator, "getLedger", recording + "/ledger");
      store(id, 1000);
      client.awaitFinished(id, Duration.ofSeconds(20), r -> {});
      assertFits(validator, "getRecording", recording);
      assertFits(validator, "listRecordings", "/v1/recordings?limit=2");
      assertFits(validator, "getLedger", recording + "/ledger");
      assertFits(validator, "getManifest", recording + "/manifest");
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private static void assertFits(ResponseValidator validator, String operation, String path)
      throws Exception {
    HttpResponse<byte[]> response = get("GET", path);
    ValidatableResponse answer =
        ValidatableResponse.create(
            response.statusCode(), Buffer.buffer(response.body()), "application/json");
    assertThat(validator.validate(answer, operation).await(10, TimeUnit.SECONDS)).isNotNull();
  }

  /** Whatever comes in, the answer is no 500, no stack trace and no hang. */
  @Test
  void hostileRequests_generated_areRefusedInOrder() throws Exception {
    Random random = new Random(20261120);
    String[] methods = {"GET", "POST", "DELETE", "HEAD", "PUT", "PATCH", "OPTIONS"};
    String[] heads = {
      "/v1/streams", "/v1/recorders", "/v1/recordings", "/v1/types", "/v1/devices", "/v1"
    };
    String[] tails = {
      "",
      "/x",
      "/x/start",
      "/x/stop",
      "/x/file",
      "/x/ledger",
      "/x/manifest",
      "/%00",
      "/..%2f..",
      "/x?limit=-1",
      "?cursor=%FF",
      "?mimeType=;;;",
      "?limit=9999999999999999999",
      "//",
      "/%E2%82"
    };
    String[] values = {
      "null",
      "-1",
      "1e999",
      "\"\"",
      "\"\\u0000\"",
      "[]",
      "{}",
      "true",
      "[[[[[[]]]]]]",
      "\"video/webm;codecs=\"",
      "{\"url\":\"file:///%zz\",\"agentId\":\"nope\"}",
      "[{}]",
      "{\"a\":"
    };
    String[] names = {
      "sources",
      "streamId",
      "mimeType",
      "trackIds",
      "timesliceMs",
      "name",
      "bitsPerSecond",
      "\u0000"
    };
    for (int i = 0; i < 1500; i++) {
      String path = heads[random.nextInt(heads.length)] + tails[random.nextInt(tails.length)];
      StringBuilder body = new StringBuilder("{");
      for (int n = random.nextInt(3); n >= 0; n--) {
        body.append('"').append(names[random.nextInt(names.length)]).append("\":");
        body.append(values[random.nextInt(values.length)]).append(n == 0 ? "}" : ",");
      }
      HttpRequest request =
          HttpRequest.newBuilder(uri(path))
              .timeout(Duration.ofSeconds(10))
              .header("Content-Type", random.nextInt(10) == 0 ? "text/xml" : "application/json")
              .header("Range", "bytes=" + values[random.nextInt(2)])
              .method(
                  methods[random.nextInt(methods.length)],
                  HttpRequest.BodyPublishers.ofString(body.toString()))
              .build();
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode())
          .as("%s %s %s -> %s", request.method(), path, body, response.body())
          .isNotEqualTo(500);
      assertThat(response.body()).doesNotContain("Exception", ".java");
    }
    assertThat(client.health().up()).isTrue();
  }
}
