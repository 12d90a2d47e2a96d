package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.reelbus.api.events.Cursor;
import io.reelbus.api.events.Place;
import io.reelbus.api.view.AgentsView;
import io.reelbus.bus.StateTopic;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.Blob;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.StreamInfo;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Events over WebSocket and SSE: order, resuming, blobs, limits. */
class EventsTest extends LiveDoor {

  private static final String NAMED = "types=start,dataavailable,pause,resume,error,stop";

  private static boolean isStop(JsonObject event) {
    return event.getString("type").equals("stop");
  }

  private static List<String> types(List<JsonObject> events) {
    return events.stream().map(e -> e.getString("type")).toList();
  }

  /** Without positions, and without cursors: those also say what was read of other partitions. */
  private static List<JsonObject> withoutIds(List<JsonObject> events) {
    List<JsonObject> all = new ArrayList<>();
    for (JsonObject event : events) {
      if (!event.getString("type").equals("position")) {
        JsonObject copy = event.copy();
        copy.remove("id");
        all.add(copy);
      }
    }
    return all;
  }

  private static byte[] bytes(int seed) {
    byte[] bytes = new byte[50_000];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  @Test
  void recorder_toItsEnd_eventsInTheOrderOfTheSpec() throws Exception {
    StreamInfo stream = openFile("/media/order.mov");
    try (EventClient socket =
        EventClient.socket(uri("/v1/events?stream=" + stream.id() + "&" + NAMED))) {
      await().until(() -> !socket.all().isEmpty());
      String id = recordOf(stream);
      await().until(() -> socket.types().contains("start"));
      publishBlob(new Blob(id, 0, 0, false, bytes(0)), 0);
      publishBlob(new Blob(id, 1, 2_000_000, false, bytes(1)), 50_000);
      publishBlob(new Blob(id, 1, 2_000_000, false, bytes(1)), 50_000); // an assembler died
      agent.publish(new Failed(id, "NotReadableError", "the disk is gone"));

      await().until(() -> socket.types().contains("stop"));
      assertThat(socket.types())
          .containsExactly("start", "dataavailable", "dataavailable", "error", "stop");
      JsonObject second = socket.events().get(2);
      assertThat(second.getInteger("blob")).isEqualTo(1);
      assertThat(second.getLong("timecodeUs")).isEqualTo(2_000_000);
      assertThat(second.getLong("sizeBytes")).isEqualTo(50_000);
      assertThat(second.getString("mimeType")).startsWith("video/mp4;codecs=");
      assertThat(get("GET", second.getString("url")).body()).isEqualTo(bytes(1));
      assertThat(socket.events().get(3).getString("name")).isEqualTo("NotReadableError");

      List<JsonObject> sse =
          EventClient.sse(
              uri("/v1/events?from=oldest&recorder=" + id + "&" + NAMED), EventsTest::isStop);
      assertThat(withoutIds(sse)).isEqualTo(withoutIds(socket.events()));
    }
  }

  private static String recordOf(StreamInfo stream) {
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(stream.id(), "video/mp4"));
    client.start(recorder.id(), null, null);
    return recorder.id();
  }

  @Test
  void resume_atEveryEventAndAtAnotherProcess_missesNoneAndRepeatsNone() throws Exception {
    String id = record("resumed").id();
    store(id, 5000);
    String query = "/v1/events?from=oldest&recorder=" + id;
    List<JsonObject> all = EventClient.sse(uri(query), EventsTest::isStop);
    assertThat(types(all))
        .containsExactly(
            "position",
            "recorderAsked",
            "start",
            "captured",
            "captured",
            "encoded",
            "encoded",
            "blobMade",
            "dataavailable",
            "fileStored",
            "stop");

    try (StorageApi other = started()) {
      URI there = URI.create("http://127.0.0.1:" + other.port() + "/v1/events?recorder=" + id);
      for (int i = 0; i < all.size() - 1; i++) {
        String cursor = all.get(i).getString("id");
        List<JsonObject> rest = EventClient.sse(there, EventsTest::isStop, "Last-Event-ID", cursor);
        assertThat(withoutIds(rest)).isEqualTo(withoutIds(all.subList(i + 1, all.size())));
      }
    }
  }

  @Test
  void resume_placeOfAnotherLedger_isAGap() throws Exception {
    record("before");
    String foreign = new Cursor(1, 2, new Place(new long[4], new int[4])).encode();
    List<JsonObject> events =
        EventClient.sse(
            uri("/v1/events?lastEventId=" + foreign), e -> e.getString("type").equals("start"));

    assertThat(types(events)).startsWith("position").contains("gap");
    assertThat(get("GET", "/v1/events", "Last-Event-ID", "what?").statusCode()).isEqualTo(400);
    assertThat(get("GET", "/v1/events?types=start,party").statusCode()).isEqualTo(400);
    assertThat(get("GET", "/v1/events?blobs=binary").statusCode()).isEqualTo(400);
  }

  @Test
  void stream_openedAndClosed_addsAndEndsItsTracks() {
    try (EventClient socket = EventClient.socket(uri("/v1/events?types=addtrack,ended"))) {
      await().until(() -> !socket.all().isEmpty());
      StreamInfo stream = openFile("/media/tracks.mov");
      client.closeStream(stream.id());
      await().until(() -> socket.types().size() >= 4);

      assertThat(socket.events())
          .allMatch(e -> e.getString("streamId").equals(stream.id()))
          .extracting(e -> e.getString("type"), e -> e.getString("trackId"))
          .containsExactly(
              tuple("addtrack", stream.id() + "/0/0"),
              tuple("addtrack", stream.id() + "/0/1"),
              tuple("ended", stream.id() + "/0/0"),
              tuple("ended", stream.id() + "/0/1"));
    }
  }

  @Test
  void agent_comesAndDies_devicechangeWithin10s() {
    try (EventClient socket = EventClient.socket(uri("/v1/events?types=devicechange"))) {
      await().until(() -> !socket.all().isEmpty());
      StateTopic<AgentInfo> agents = bus.agents();
      long nowUs = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
      agents.put(Samples.agent("short-lived", nowUs)).toCompletableFuture().join();

      await().until(() -> socket.types().size() == 1);
      assertThat(deviceIds(socket.events().get(0))).contains("short-lived-cam");
      assertThat(AgentsView.EXPIRY).isLessThan(Duration.ofSeconds(10));
      await().atMost(AgentsView.EXPIRY.multipliedBy(4)).until(() -> socket.types().size() == 2);
      assertThat(deviceIds(socket.events().get(1)))
          .contains("cam-host-cam")
          .doesNotContain("short-lived-cam");
    }
  }

  private static List<String> deviceIds(JsonObject event) {
    JsonArray devices = event.getJsonArray("devices");
    return devices.stream().map(d -> ((JsonObject) d).getString("deviceId")).toList();
  }

  @Test
  void blobsBinary_eachDataavailable_isFollowedByItsBytes() {
    StreamInfo stream = openFile("/media/binary.mov");
    try (EventClient socket =
        EventClient.socket(
            uri("/v1/events?blobs=binary&types=dataavailable&stream=" + stream.id()))) {
      await().until(() -> !socket.all().isEmpty());
      socket.send("whatever a client says is ignored");
      String id = recordOf(stream);
      for (int k = 0; k < 5; k++) {
        publishBlob(new Blob(id, k, k * 2_000_000L, k == 4, bytes(k)), k * 50_000L);
      }
      await().until(() -> socket.all().size() >= 11);

      List<EventClient.Message> messages = socket.all().subList(1, 11);
      for (int k = 0; k < 5; k++) {
        assertThat(messages.get(2 * k).event().getInteger("blob")).isEqualTo(k);
        assertThat(messages.get(2 * k).event().getBoolean("binary")).isTrue();
        assertThat(messages.get(2 * k + 1).bytes()).isEqualTo(bytes(k));
      }
    }
  }

  @Test
  void events_allOfThem_fitTheDocument() throws Exception {
    String id = record("documented events").id();
    store(id, 5000);
    List<JsonObject> all =
        EventClient.sse(
            uri("/v1/events?from=oldest"), e -> isStop(e) && e.getString("recordingId").equals(id));
    Vertx vertx = Vertx.vertx();
    SchemaRepository repository =
        SchemaRepository.create(
            new JsonSchemaOptions()
                .setBaseUri("https://reelbus.test/")
                .setDraft(Draft.DRAFT202012));
    repository.preloadMetaSchema(vertx.fileSystem());
    vertx.close().await(10, TimeUnit.SECONDS);
    repository.dereference("openapi", JsonSchema.of(Doorway.document()));
    var validator =
        repository.validator(
            JsonSchema.of(
                new JsonObject()
                    .put("$ref", "https://reelbus.test/openapi#/components/schemas/Event")));
    assertThat(all).hasSizeGreaterThan(8);
    for (JsonObject event : all) {
      OutputUnit result = validator.validate(event);
      assertThat(result.getValid()).as(event + " " + result.getErrors()).isTrue();
    }
    JsonObject broken = new JsonObject().put("type", "dataavailable").put("id", "x");
    assertThat(validator.validate(broken).getValid()).isFalse();
  }
}
