package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.MediaException;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The door as a whole: health, metrics, types, the document. */
class StorageApiTest extends LiveDoor {

  @Test
  void health_allThere_isUp() {
    assertThat(client.health().up()).isTrue();
    assertThat(client.health().checks())
        .extracting("name")
        .containsExactly("bus", "store", "view", "agents", "encoders", "assemblers");
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
            "reelbus_cuts_waiting{queue=\"batch\"}",
            "reelbus_cuts_oldest_seconds{queue=\"live\"}",
            "reelbus_tape_expiry_seconds",
            "reelbus_recordings{state=\"stored\"}",
            "reelbus_api_sent_bytes_total",
            "reelbus_api_requests_seconds_count{operation=\"getDevices\",status=\"200\"}",
            "jvm_memory_used_bytes");
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
}
