package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.constraints.ConstrainableProperty;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Random constraints, sane and hostile ones mixed, get an answer of the specification. */
class ConstraintsFuzzTest extends LiveDoor {

  private static final int REQUESTS = 2000;
  private static final List<String> KEYS = List.of("min", "max", "exact", "ideal", "odd");

  private final Random random = new Random(20261120);

  @Test
  void constraints_generated_areNeverA500() throws Exception {
    Map<Integer, Integer> statuses = new TreeMap<>();
    String track = openTrack();
    for (int i = 0; i < REQUESTS; i++) {
      boolean patch = random.nextInt(3) == 0;
      JsonObject body =
          patch
              ? new JsonObject().put("constraints", track(2))
              : new JsonObject().put(random.nextInt(4) == 0 ? "display" : "constraints", stream());
      HttpResponse<String> response =
          send(patch ? "PATCH" : "POST", patch ? track : "/v1/streams", body.encode());
      statuses.merge(response.statusCode(), 1, Integer::sum);
      assertThat(response.statusCode())
          .as("%s -> %s", body.encode(), response.body())
          .isIn(200, 201, 400, 404, 422);
      JsonObject answer = new JsonObject(response.body());
      if (response.statusCode() == 201) {
        client.closeStream(answer.getString("id"));
      } else if (response.statusCode() >= 400) {
        assertThat(answer.getString("name"))
            .as(response.body())
            .isIn("TypeError", "OverconstrainedError", "NotFoundError");
        assertThat(response.body()).doesNotContain("Exception", ".java");
      }
    }
    assertThat(statuses).containsKeys(200, 201, 400, 422); // the generator reaches all of them
    assertThat(client.health().up()).isTrue();
  }

  private static String openTrack() throws Exception {
    HttpResponse<String> opened = send("POST", "/v1/streams", "{\"constraints\":{\"video\":true}}");
    JsonArray tracks = new JsonObject(opened.body()).getJsonArray("tracks");
    return "/v1/tracks/" + tracks.getJsonObject(0).getString("id").replace("/", "%2F");
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .timeout(Duration.ofSeconds(10))
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private JsonObject stream() {
    JsonObject json = new JsonObject();
    for (String kind : List.of("video", "audio")) {
      switch (random.nextInt(8)) {
        case 0 -> json.put(kind, random.nextBoolean());
        case 1 -> json.put(kind, hostile(0));
        case 2, 3 -> json.remove(kind);
        default -> json.put(kind, track(0));
      }
    }
    return json;
  }

  private JsonObject track(int depth) {
    JsonObject json = set();
    if (random.nextInt(3) == 0) {
      List<Object> sets = new ArrayList<>();
      for (int n = random.nextInt(depth + 4); n > 0; n--) {
        sets.add(random.nextInt(20) == 0 ? hostile(0) : set());
      }
      json.put("advanced", new JsonArray(sets));
    }
    return json;
  }

  private JsonObject set() {
    ConstrainableProperty[] all = ConstrainableProperty.values();
    JsonObject json = new JsonObject();
    for (int n = random.nextInt(4); n > 0; n--) {
      ConstrainableProperty property = all[random.nextInt(all.length)];
      json.put(property.text(), random.nextInt(12) == 0 ? hostile(0) : constraint(property));
    }
    return json;
  }

  private Object constraint(ConstrainableProperty property) {
    if (random.nextBoolean()) {
      return value(property);
    }
    JsonObject json = new JsonObject();
    for (int n = random.nextInt(3); n > 0; n--) {
      json.put(KEYS.get(random.nextInt(KEYS.size())), value(property));
    }
    return json;
  }

  private Object value(ConstrainableProperty property) {
    return switch (property.type()) {
      case ULONG -> random.nextInt(4) == 0 ? 48_000 : random.nextInt(2000);
      case DOUBLE -> random.nextInt(4) == 0 ? 16.0 / 9 : random.nextDouble() * 60;
      case BOOLEAN, BOOLEAN_OR_STRING -> random.nextBoolean();
      case STRING ->
          List.of("user", "cam-host-webcam", "none", "crop-and-scale", "monitor", "", "group")
              .get(random.nextInt(7));
    };
  }

  private Object hostile(int depth) {
    return switch (random.nextInt(depth > 3 ? 8 : 11)) {
      case 0 -> -1;
      case 1 -> Double.MAX_VALUE;
      case 2 -> Double.MIN_VALUE;
      case 3 -> BigInteger.TEN.pow(400);
      case 4 -> "\u0000'\"\\";
      case 5 -> Long.MIN_VALUE;
      case 6 -> 1e-11;
      case 7 -> 4_294_967_296L;
      case 8 -> new JsonArray().add(hostile(depth + 1)).add(hostile(depth + 1));
      case 9 -> new JsonObject().put(KEYS.get(random.nextInt(5)), hostile(depth + 1));
      default -> new JsonArray();
    };
  }
}
