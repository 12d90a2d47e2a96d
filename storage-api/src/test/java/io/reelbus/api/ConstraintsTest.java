package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.Ratio;
import io.reelbus.model.Resize;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** getUserMedia(), getDisplayMedia() and applyConstraints() over HTTP. */
class ConstraintsTest extends LiveDoor {

  private static JsonObject open(String body) throws Exception {
    HttpResponse<String> response = sendJson("POST", "/v1/streams", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
    return new JsonObject(response.body());
  }

  private static JsonObject refused(String body, int status, String name) throws Exception {
    return refusal(sendJson("POST", "/v1/streams", body), status, name);
  }

  private static JsonObject refusal(HttpResponse<String> response, int status, String name) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getString("name")).isEqualTo(name);
    return problem;
  }

  private static List<String> devices(JsonObject stream) {
    return stream.getJsonArray("tracks").stream()
        .map(track -> ((JsonObject) track).getJsonObject("settings").getString("deviceId"))
        .toList();
  }

  private static JsonObject settings(JsonObject stream, int track) {
    return stream.getJsonArray("tracks").getJsonObject(track).getJsonObject("settings");
  }

  private static Source source(JsonObject stream, int index) {
    StreamSpec spec = agent.streamSpecs().get(stream.getString("id"));
    return spec.sources().get(index).source();
  }

  private static String track(JsonObject stream, int track) {
    String id = stream.getJsonArray("tracks").getJsonObject(track).getString("id");
    return "/v1/tracks/" + id.replace("/", "%2F");
  }

  @Test
  void devices_capabilities_areTypedAndConstraintsNamed() throws Exception {
    JsonObject answer = json("/v1/devices");
    assertThat(answer.getJsonObject("supportedConstraints").getMap())
        .containsEntry("width", true)
        .containsEntry("cursor", true)
        .hasSize(19);
    JsonObject webcam =
        answer.getJsonArray("devices").stream()
            .map(JsonObject.class::cast)
            .filter(device -> device.getString("label").equals("webcam"))
            .findFirst()
            .orElseThrow()
            .getJsonObject("capabilities");
    assertThat(webcam)
        .isEqualTo(
            new JsonObject()
                .put("deviceId", "cam-host-webcam")
                .put("groupId", "unit")
                .put("width", new JsonObject().put("min", 640).put("max", 1280))
                .put("height", new JsonObject().put("min", 480).put("max", 720))
                .put(
                    "aspectRatio",
                    new JsonObject().put("min", 1.3333333333).put("max", 1.7777777778))
                .put("frameRate", new JsonObject().put("min", 10).put("max", 30))
                .put("facingMode", new JsonArray().add("user"))
                .put("resizeMode", new JsonArray().add("none")));
  }

  @Test
  void userMedia_true_takesTheUsualDevices() throws Exception {
    JsonObject stream = open("{\"constraints\":{\"video\":true,\"audio\":true}}");

    assertThat(devices(stream)).containsExactly("cam-host-webcam", "cam-host-mic");
    assertThat(source(stream, 0).options()).containsEntry("video_size", "640x480");
    assertThat(source(stream, 1).options()).isEmpty();
  }

  @Test
  void userMedia_idealSize_goesToTheAgentAsOptions() throws Exception {
    JsonObject stream =
        open(
            "{\"constraints\":{\"video\":{\"width\":1024,\"height\":576,\"frameRate\":{\"exact\":50}},"
                + "\"audio\":{\"sampleRate\":44100,\"channelCount\":{\"max\":1},\"width\":7}}}");

    assertThat(devices(stream)).containsExactly("cam-host-pattern", "cam-host-mic");
    assertThat(source(stream, 0).options())
        .isEqualTo(Map.of("video_size", "1024x576", "framerate", "50"));
    assertThat(source(stream, 1).options())
        .isEqualTo(Map.of("sample_rate", "44100", "channels", "1"));
    assertThat(settings(stream, 0).getMap())
        .containsEntry("width", 1024)
        .containsEntry("frameRate", 50)
        .containsEntry("resizeMode", "none")
        .containsEntry("groupId", "unit");
    JsonObject details = json(track(stream, 0));
    assertThat(details.getJsonObject("constraints"))
        .isEqualTo(
            new JsonObject()
                .put("width", 1024)
                .put("height", 576)
                .put("frameRate", new JsonObject().put("exact", 50)));
    assertThat(details.getJsonObject("capabilities").getJsonObject("width"))
        .isEqualTo(new JsonObject().put("min", 16).put("max", 3840));
  }

  @Test
  void userMedia_advanced_firstSetThatCanBe() throws Exception {
    JsonObject stream =
        open(
            "{\"constraints\":{\"video\":{\"deviceId\":\"cam-host-webcam\",\"advanced\":["
                + "{\"width\":4000},{\"facingMode\":\"user\",\"height\":720}]}}}");
    assertThat(devices(stream)).containsExactly("cam-host-webcam");
    assertThat(settings(stream, 0).getInteger("width")).isEqualTo(1280);
  }

  @Test
  void userMedia_nothingSatisfies_overconstrainedNamesIt() throws Exception {
    String body = "{\"constraints\":{\"video\":{\"width\":{\"min\":9000}}}}";
    assertThat(refused(body, 422, "OverconstrainedError").getString("constraint"))
        .isEqualTo("width");
    body = "{\"constraints\":{\"audio\":{\"echoCancellation\":{\"exact\":true}}}}";
    assertThat(refused(body, 422, "OverconstrainedError").getString("constraint"))
        .isEqualTo("echoCancellation");
    body = "{\"constraints\":{\"audio\":{\"deviceId\":{\"exact\":\"nope\"}}}}";
    assertThat(refused(body, 422, "OverconstrainedError").getString("constraint"))
        .isEqualTo("deviceId");
  }

  @Test
  void userMedia_driverGivesSomethingElse_overconstrainedAndClosed() throws Exception {
    String body =
        "{\"constraints\":{\"video\":{\"deviceId\":{\"exact\":\"cam-host-stubborn\"},"
            + "\"width\":{\"min\":800}}}}";
    assertThat(refused(body, 422, "OverconstrainedError").getString("constraint"))
        .isEqualTo("width");
    await()
        .until(
            () ->
                agent.streamSpecs().values().stream()
                    .noneMatch(
                        s -> s.open() && s.sources().get(0).source().url().equals("/dev/video7")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                          | body
          {"constraints":{"video":true},"display":{}}                 | body
          {"constraints":{}}                                          | constraints
          {"constraints":{"video":false,"audio":null}}                | constraints
          {"constraints":{"video":1}}                                 | constraints.video
          {"constraints":{"video":{"width":"640"}}}                   | constraints.video.width
          {"constraints":{"video":{"width":{"min":[]}}}}              | constraints.video.width.min
          {"constraints":{"video":{"frameRate":{"ideal":1e999}}}}     | constraints.video.frameRate.ideal
          {"constraints":{"video":{"facingMode":["user",5]}}}         | constraints.video.facingMode[1]
          {"constraints":{"audio":{"autoGainControl":"yes"}}}         | constraints.audio.autoGainControl
          {"constraints":{"audio":{"advanced":{}}}}                   | constraints.audio.advanced
          {"constraints":{"audio":{"advanced":[{"latency":true}]}}}   | constraints.audio.advanced[0].latency
          {"constraints":{"video":{"cursor":{"exact":"always"}}}}     | constraints.video.cursor
          {"display":{"video":false}}                                 | display.video
          {"display":{"video":{"advanced":[]}}}                       | display.video.advanced
          {"display":{"video":{"width":{"min":5}}}}                   | display.video.width.min
          {"display":{"audio":{"sampleRate":{"exact":48000}}}}        | display.audio.sampleRate.exact
          """)
  void open_badConstraints_typeErrorNamesTheMember(String body, String field) throws Exception {
    assertThat(refused(body, 400, "TypeError").getString("field")).isEqualTo(field);
  }

  @Test
  void userMedia_unknownMembers_areDropped() throws Exception {
    JsonObject stream =
        open("{\"constraints\":{\"audio\":{\"smell\":{\"exact\":1}},\"peerIdentity\":\"x\"}}");
    assertThat(json(track(stream, 0)).getJsonObject("constraints")).isEmpty();
  }

  @Test
  void displayMedia_default_isTheScreenAlone() throws Exception {
    JsonObject stream = open("{\"display\":{}}");
    assertThat(devices(stream)).containsExactly("cam-host-screen");
    assertThat(settings(stream, 0).getMap())
        .containsEntry("displaySurface", "monitor")
        .containsEntry("cursor", "always");
    assertThat(source(stream, 0).options()).isEqualTo(Map.of("framerate", "25", "draw_mouse", "1"));
  }

  @Test
  void displayMedia_constraints_shapeTheCapture() throws Exception {
    JsonObject stream =
        open(
            "{\"display\":{\"video\":{\"cursor\":\"never\",\"frameRate\":{\"max\":10}},"
                + "\"audio\":true}}");
    assertThat(devices(stream)).containsExactly("cam-host-screen", "cam-host-monitor");
    assertThat(source(stream, 0).options()).isEqualTo(Map.of("framerate", "10", "draw_mouse", "0"));
    String none = "{\"display\":{\"video\":{\"width\":{\"max\":100}}}}";
    assertThat(refused(none, 422, "OverconstrainedError").getString("constraint"))
        .isEqualTo("width");
  }

  @Test
  void applyConstraints_satisfied_areRemembered() throws Exception {
    JsonObject stream = open("{\"constraints\":{\"video\":{\"width\":1024,\"height\":576}}}");
    String path = track(stream, 0);

    HttpResponse<String> applied =
        sendJson(
            "PATCH", path, "{\"constraints\":{\"width\":{\"min\":1000},\"height\":5,\"x\":1}}");

    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    JsonObject constraints =
        new JsonObject().put("width", new JsonObject().put("min", 1000)).put("height", 5);
    assertThat(new JsonObject(applied.body()).getJsonObject("constraints")).isEqualTo(constraints);
    assertThat(json(path).getJsonObject("constraints")).isEqualTo(constraints);
    assertThat(json(path).getJsonObject("settings").getInteger("width")).isEqualTo(1024);
  }

  @Test
  void applyConstraints_notPossibleLive_overconstrainedAndOldOnesStay() throws Exception {
    JsonObject stream = open("{\"constraints\":{\"video\":{\"width\":1024,\"height\":576}}}");
    String path = track(stream, 0);

    JsonObject problem =
        refusal(
            sendJson("PATCH", path, "{\"constraints\":{\"width\":{\"exact\":640}}}"),
            422,
            "OverconstrainedError");

    assertThat(problem.getString("constraint")).isEqualTo("width");
    assertThat(json(path).getJsonObject("constraints"))
        .isEqualTo(new JsonObject().put("width", 1024).put("height", 576));
    assertThat(
            refusal(sendJson("PATCH", path, "{\"constraints\":{\"width\":[]}}"), 400, "TypeError")
                .getString("field"))
        .isEqualTo("constraints.width");
  }

  @Test
  void userMedia_cropAndScale_deviceStaysNativeAndTheTrackIsSmaller() throws Exception {
    JsonObject stream =
        open(
            "{\"constraints\":{\"video\":{\"width\":{\"exact\":640},\"height\":{\"exact\":360},"
                + "\"frameRate\":{\"exact\":10},\"resizeMode\":{\"exact\":\"crop-and-scale\"}}}}");

    assertThat(devices(stream)).containsExactly("cam-host-wide");
    assertThat(source(stream, 0).options()).isEqualTo(Map.of("framerate", "30")); // its usual size
    assertThat(settings(stream, 0).getMap())
        .containsEntry("width", 640)
        .containsEntry("height", 360)
        .containsEntry("frameRate", 10)
        .containsEntry("resizeMode", "crop-and-scale");
    String streamId = stream.getString("id");
    assertThat(agent.streamSpecs().get(streamId).sources().get(0).resize())
        .isEqualTo(new Resize(640, 360, new Ratio(10, 1)));
    RecorderInfo recorder = client.createRecorder(RecorderRequest.of(streamId, "video/webm"));
    client.start(recorder.id(), null, null);
    assertThat(agent.recording(recorder.id()).resizes())
        .isEqualTo(Map.of(0, new Resize(640, 360, new Ratio(10, 1))));
  }

  @Test
  void applyConstraints_cropAndScale_recordersFromThenOnAreSmaller() throws Exception {
    JsonObject stream =
        open("{\"constraints\":{\"video\":{\"deviceId\":{\"exact\":\"cam-host-wide\"}}}}");
    String path = track(stream, 0);
    assertThat(settings(stream, 0).getMap()).containsEntry("resizeMode", "none");
    String streamId = stream.getString("id");
    RecorderInfo before = client.createRecorder(RecorderRequest.of(streamId, "video/webm"));
    client.start(before.id(), null, null);

    HttpResponse<String> applied =
        sendJson("PATCH", path, "{\"constraints\":{\"width\":{\"exact\":320}}}");

    assertThat(applied.statusCode()).as(applied.body()).isEqualTo(200);
    assertThat(new JsonObject(applied.body()).getJsonObject("settings").getMap())
        .containsEntry("width", 320)
        .containsEntry("height", 180) // the usual shape
        .containsEntry("resizeMode", "crop-and-scale");
    RecorderInfo behind = client.createRecorder(RecorderRequest.of(streamId, "video/webm"));
    client.start(behind.id(), null, null);
    assertThat(agent.recording(before.id()).resizes()).isEmpty();
    assertThat(agent.recording(behind.id()).resizes().get(0))
        .satisfies(resize -> assertThat(resize.width()).isEqualTo(320));
    assertThat(
            refusal(
                    sendJson("PATCH", path, "{\"constraints\":{\"width\":{\"exact\":1600}}}"),
                    422,
                    "OverconstrainedError")
                .getString("constraint"))
        .isEqualTo("width"); // nothing is made larger

    assertThat(sendJson("PATCH", path, "{\"constraints\":{}}").statusCode()).isEqualTo(200);
    assertThat(json(path).getJsonObject("settings").getMap())
        .containsEntry("width", 1280)
        .containsEntry("resizeMode", "none");
  }

  @Test
  void applyConstraints_endedTrack_changesNothing() throws Exception {
    JsonObject stream = open("{\"constraints\":{\"audio\":true}}");
    client.closeStream(stream.getString("id"));

    HttpResponse<String> answer =
        sendJson("PATCH", track(stream, 0), "{\"constraints\":{\"sampleRate\":{\"exact\":1}}}");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()).getString("readyState")).isEqualTo("ended");
    assertThat(new JsonObject(answer.body()).getJsonObject("constraints")).isEmpty();
  }

  @Test
  void track_unknown_notFound() throws Exception {
    for (String id : List.of("nope", "a%2F0%2F0", "%2F%2F", "..%2F..%2Fx")) {
      refusal(sendJson("PATCH", "/v1/tracks/" + id, "{\"constraints\":{}}"), 404, "NotFoundError");
    }
  }
}
