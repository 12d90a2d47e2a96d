package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Blob;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamTrack;
import io.reelbus.model.TrackSpec;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.StreamInfo;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Streams made of tracks of others, and API state that outlives an API process. */
class TrackSetsTest extends LiveDoor {

  private static final String CAMERA = "{\"constraints\":{\"video\":true}}";
  private static final String MICROPHONE = "{\"constraints\":{\"audio\":true}}";

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    HttpRequest.BodyPublisher bytes =
        body.isEmpty()
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path)).method(method, bytes);
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject sent(String method, String path, String body, int status)
      throws Exception {
    HttpResponse<String> response = send(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    return response.body().isEmpty() ? new JsonObject() : new JsonObject(response.body());
  }

  private static void refused(String method, String path, String body, String name)
      throws Exception {
    HttpResponse<String> response = send(method, path, body);
    assertThat(response.statusCode()).as(response.body()).isBetween(400, 499);
    assertThat(new JsonObject(response.body()).getString("name"))
        .as(response.body())
        .isEqualTo(name);
  }

  private static JsonObject open(String body) throws Exception {
    return sent("POST", "/v1/streams", body, 201);
  }

  private static String id(JsonObject stream) {
    return stream.getString("id");
  }

  private static List<String> tracks(JsonObject stream) {
    return stream.getJsonArray("tracks").stream()
        .map(track -> ((JsonObject) track).getString("id"))
        .toList();
  }

  private static String path(String trackId) {
    return "/v1/tracks/" + trackId.replace("/", "%2F");
  }

  private static String named(String trackId) {
    return "{\"trackId\":\"" + trackId + "\"}";
  }

  private static JsonObject compose(String... trackIds) throws Exception {
    return open("{\"tracks\":[\"" + String.join("\",\"", trackIds) + "\"]}");
  }

  private static String state(String trackId) throws Exception {
    return json(path(trackId)).getString("readyState");
  }

  private static RecordingSpec awaitSpec(String recordingId, Desired desired) {
    return await().until(() -> agent.recording(recordingId), spec -> spec.desired() == desired);
  }

  @Test
  void compose_tracksOfTwoStreams_areTheSameTracksAndOutliveThem() throws Exception {
    JsonObject camera = open(CAMERA);
    JsonObject microphone = open(MICROPHONE);
    String video = tracks(camera).get(0);
    String audio = tracks(microphone).get(0);

    JsonObject both = compose(video, audio, video);
    client.closeStream(id(camera));
    client.closeStream(id(microphone));

    assertThat(tracks(both)).containsExactly(video, audio);
    assertThat(client.stream(id(both)).active()).isTrue();
    assertThat(client.stream(id(camera)).active()).isFalse();
    assertThat(state(video)).isEqualTo("live");
    StreamSpec spec = agent.streamSpecs().get(id(both));
    assertThat(spec.trackSet()).extracting(StreamTrack::origin).containsExactly(video, audio);
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(id(both), "video/webm"));
    client.start(recorder.id(), null, null);
    assertThat(awaitSpec(recorder.id(), Desired.RECORDING).trackIds())
        .containsExactly(video, audio);

    client.closeStream(id(both));
    await().until(() -> state(video).equals("ended"));
  }

  @Test
  void addAndRemove_trackOfAnotherStream_changeTheSetAndAreHeard() throws Exception {
    JsonObject camera = open(CAMERA);
    String audio = tracks(open(MICROPHONE)).get(0);
    String set = "/v1/streams/" + id(camera) + "/tracks";
    try (EventClient socket =
        EventClient.socket(
            uri("/v1/events?types=addtrack,removetrack,ended&stream=" + id(camera)))) {
      await().until(() -> !socket.all().isEmpty());

      assertThat(tracks(sent("POST", set, named(audio), 200))).contains(audio).hasSize(2);
      sent("POST", set, named(audio), 200); // it is there: nothing happens
      await().until(() -> socket.types().size() == 1);
      sent("DELETE", set + "/" + audio.replace("/", "%2F"), "", 204);
      sent("DELETE", set + "/" + audio.replace("/", "%2F"), "", 204);
      assertThat(client.stream(id(camera)).tracks()).hasSize(1);
      assertThat(state(audio)).isEqualTo("live");
      await().until(() -> socket.types().size() == 2);
      sent("POST", set, named(audio), 200);

      await().until(() -> socket.types().size() == 3);
      assertThat(socket.types()).containsExactly("addtrack", "removetrack", "addtrack");
      assertThat(socket.events()).allMatch(e -> e.getString("trackId").equals(audio));
    }
    assertThat(agent.streamSpecs().get(id(camera)).modifications()).isEqualTo(3);
  }

  @Test
  void clone_streamAndTrack_haveIdsConstraintsAndEndsOfTheirOwn() throws Exception {
    JsonObject camera = open(CAMERA);
    String video = tracks(camera).get(0);

    JsonObject copy = sent("POST", "/v1/streams/" + id(camera) + "/clone", "", 201);
    String clone = sent("POST", path(video) + "/clone", "", 201).getString("id");
    sent("PATCH", path(clone), "{\"constraints\":{\"width\":7}}", 200);

    assertThat(tracks(copy)).hasSize(1).doesNotContain(video);
    assertThat(List.of(video, tracks(copy).get(0))).doesNotContain(clone);
    assertThat(client.stream(id(camera)).tracks()).hasSize(1); // it is in no track set
    assertThat(json(path(clone)).getJsonObject("constraints").getInteger("width")).isEqualTo(7);
    assertThat(json(path(video)).getJsonObject("constraints")).isEmpty();
    sent("DELETE", path(video), "", 204);
    sent("DELETE", path(video), "", 204);
    assertThat(state(video)).isEqualTo("ended");
    assertThat(client.stream(id(camera)).active()).isFalse();
    assertThat(List.of(state(clone), state(tracks(copy).get(0)))).containsOnly("live");
    assertThat(tracks(compose(clone))).containsExactly(clone);
    refused("POST", path(video) + "/clone", "", "InvalidStateError");
    refused("POST", "/v1/streams/" + id(camera) + "/clone", "", "InvalidStateError");
  }

  private static boolean enabled(String trackId) throws Exception {
    return json(path(trackId)).getBoolean("enabled");
  }

  private static TrackSpec onBus(JsonObject stream, String trackId) {
    return agent.streamSpecs().get(id(stream)).track(trackId);
  }

  @Test
  void clone_ofADisabledTrack_isDisabledAndIndependentOfIt() throws Exception {
    JsonObject camera = open(CAMERA);
    String video = tracks(camera).get(0);
    sent("PATCH", path(video), "{\"enabled\":false,\"constraints\":{\"width\":7}}", 200);

    String clone = sent("POST", path(video) + "/clone", "", 201).getString("id");
    JsonObject copy = sent("POST", "/v1/streams/" + id(camera) + "/clone", "", 201);
    String copied = tracks(copy).get(0);

    assertThat(List.of(enabled(clone), enabled(copied))).containsOnly(false);
    await().until(() -> onBus(camera, clone).disabled().equals(onBus(camera, video).disabled()));
    assertThat(onBus(copy, copied).disabled()).isEqualTo(onBus(camera, video).disabled());
    sent("PATCH", path(video), "{\"enabled\":true,\"constraints\":{\"width\":8}}", 200);
    assertThat(enabled(video)).isTrue();
    assertThat(List.of(enabled(clone), enabled(copied))).containsOnly(false);
    sent("PATCH", path(clone), "{\"enabled\":true}", 200);
    sent("PATCH", path(video), "{\"enabled\":false}", 200);
    assertThat(List.of(enabled(video), enabled(clone), enabled(copied)))
        .containsExactly(false, true, false);
    assertThat(json(path(clone)).getJsonObject("constraints").getInteger("width")).isEqualTo(7);
  }

  @Test
  void enabled_ofATrackInTwoStreams_isTheSameInBoth() throws Exception {
    JsonObject camera = open(CAMERA);
    String video = tracks(camera).get(0);
    JsonObject both = compose(video);

    sent("PATCH", path(video), "{\"enabled\":false}", 200);

    await().until(() -> !onBus(both, video).enabled() && !onBus(camera, video).enabled());
    assertThat(onBus(both, video)).isEqualTo(onBus(camera, video));
    assertThat(onBus(compose(video), video)).isEqualTo(onBus(camera, video));
    client.closeStream(id(camera));
    assertThat(enabled(video)).isFalse();
    sent("PATCH", path(video), "{\"enabled\":true}", 200);
    assertThat(client.stream(id(both)).tracks().get(0).enabled()).isTrue();
  }

  @Test
  void compose_whatCannotBe_isNamed() throws Exception {
    JsonObject camera = open(CAMERA);
    String video = tracks(camera).get(0);
    String file = openFile("a.mp4").tracks().get(0).id();
    refused("POST", "/v1/streams", "{\"tracks\":[]}", "TypeError");
    refused("POST", "/v1/streams", "{\"tracks\":[\"nope\"]}", "NotFoundError");
    refused(
        "POST",
        "/v1/streams",
        "{\"tracks\":[\"" + video + "\",\"" + file + "\"]}",
        "NotSupportedError");
    String set = "/v1/streams/" + id(camera) + "/tracks";
    refused("POST", set, named(file), "NotSupportedError");
    refused("POST", set, "{}", "TypeError");
    refused("POST", "/v1/streams/nope/tracks", named(video), "NotFoundError");
    refused("DELETE", "/v1/streams/nope/tracks/x", "", "NotFoundError");
    refused("DELETE", "/v1/tracks/nope", "", "NotFoundError");
    client.closeStream(id(camera));
    refused("POST", set, named(video), "InvalidStateError");
    refused("POST", "/v1/streams", "{\"tracks\":[\"" + video + "\"]}", "InvalidStateError");
  }

  @Test
  void addTrack_whileRecording_stopsWithInvalidModificationError() throws Exception {
    JsonObject camera = open(CAMERA);
    String audio = tracks(open(MICROPHONE)).get(0);
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(id(camera), "video/mp4"));
    String named = "types=start,dataavailable,error,stop";
    try (EventClient socket =
        EventClient.socket(uri("/v1/events?" + named + "&recorder=" + recorder.id()))) {
      await().until(() -> !socket.all().isEmpty());
      client.start(recorder.id(), null, "modified");
      await().until(() -> socket.types().contains("start"));

      sent("POST", "/v1/streams/" + id(camera) + "/tracks", named(audio), 200);
      awaitSpec(recorder.id(), Desired.STOPPED);
      await().until(() -> socket.types().contains("error"));
      publishBlob(new Blob(recorder.id(), 0, 0, false, new byte[10]), 0);
      store(recorder.id(), 1000);

      await().until(() -> socket.types().contains("stop"));
      assertThat(socket.types()).startsWith("start", "error", "dataavailable").endsWith("stop");
      assertThat(socket.events().get(1).getString("name")).isEqualTo("InvalidModificationError");
    }
    assertThat(json("/v1/recorders/" + recorder.id()).getString("error"))
        .isEqualTo("InvalidModificationError");
    assertThat(client.recording(recorder.id()).state()).isEqualTo("stored");
  }

  @Test
  void start_trackSetChangedSinceItWasMade_recordsWhatIsLiveNow() throws Exception {
    JsonObject camera = open(CAMERA);
    String video = tracks(camera).get(0);
    String audio = tracks(open(MICROPHONE)).get(0);
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(id(camera), "video/webm"));
    String clone = sent("POST", path(video) + "/clone", "", 201).getString("id");
    String set = "/v1/streams/" + id(camera) + "/tracks";
    sent("POST", set, named(audio), 200);
    sent("POST", set, named(clone), 200);
    sent("DELETE", path(clone), "", 204);

    RecorderInfo started = client.start(recorder.id(), null, null);

    assertThat(started.mimeType()).isEqualTo("video/webm;codecs=vp9,opus");
    assertThat(awaitSpec(recorder.id(), Desired.RECORDING).trackIds())
        .containsExactly(video, audio);
    assertThat(client.recorder(recorder.id()).state()).isEqualTo("recording");
  }

  @Test
  void anotherProcess_recorderAndConstraints_areThereAndStart() throws Exception {
    JsonObject camera = open(CAMERA);
    String video = tracks(camera).get(0);
    sent("PATCH", path(video), "{\"constraints\":{\"height\":5}}", 200);
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(id(camera), "video/mp4"));
    StorageApi other = started();
    try {
      URI there = URI.create("http://127.0.0.1:" + other.port());
      ReelbusClient otherClient = ReelbusClient.connect(there);
      HttpResponse<String> track =
          HTTP.send(
              HttpRequest.newBuilder(there.resolve(path(video))).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(new JsonObject(track.body()).getJsonObject("constraints").getInteger("height"))
          .isEqualTo(5);
      assertThat(otherClient.recorder(recorder.id())).isEqualTo(recorder);

      assertThat(otherClient.start(recorder.id(), 500, null).state()).isEqualTo("recording");

      assertThat(awaitSpec(recorder.id(), Desired.RECORDING).timesliceUs()).isEqualTo(500_000);
    } finally {
      other.close();
    }
  }

  @Test
  void twoProcesses_commandsAtTheSameTime_noneIsLost() throws Exception {
    StreamInfo stream = openFile("two.mov");
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(stream.id(), "video/mp4"));
    client.start(recorder.id(), null, null);
    StorageApi other = started();
    try {
      ReelbusClient second = ReelbusClient.connect(URI.create("http://127.0.0.1:" + other.port()));
      for (int round = 0; round < 10; round++) {
        List<CompletableFuture<RecorderInfo>> both =
            List.of(client, second).stream()
                .map(
                    each ->
                        CompletableFuture.supplyAsync(() -> each.requestData(recorder.id(), null)))
                .toList();
        both.forEach(CompletableFuture::join);
      }
      RecordingSpec[] last = new RecordingSpec[1];
      await()
          .untilAsserted(
              () -> {
                last[0] = agent.recording(recorder.id());
                assertThat(last[0].dataRequestsAtUs()).hasSize(20);
              });
      assertThat(IntStream.range(1, 20))
          .allMatch(i -> last[0].dataRequestsAtUs().get(i - 1) < last[0].dataRequestsAtUs().get(i));
    } finally {
      other.close();
    }
  }
}
