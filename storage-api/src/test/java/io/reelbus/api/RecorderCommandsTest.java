package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.Tail;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.Source;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** pause(), resume(), requestData(): W3C MediaRecorder over HTTP, as desired state. */
class RecorderCommandsTest extends LiveDoor {

  private static String recording() {
    StreamInfo stream =
        client.openStream(List.of(SourceRequest.url("rtsp://camera/1", Source.Kind.NETWORK)));
    String id = client.createRecorder(RecorderRequest.of(stream.id(), "video/webm")).id();
    client.start(id, 1000, null);
    return id;
  }

  /** The desired state on the bus, everything answered for included. */
  private static RecordingSpec spec(String id) {
    AtomicReference<RecordingSpec> latest = new AtomicReference<>();
    try (Tail tail =
        bus.recordings()
            .tail(
                change -> {
                  if (change.key().equals(id)) {
                    latest.set(change.value());
                  }
                })) {
      tail.awaitCaughtUp(Duration.ofSeconds(20));
    }
    return latest.get();
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void pauseAndResume_recording_areDesiredStateWithTheirTimes() {
    String id = recording();

    assertThat(client.pause(id, null).state()).isEqualTo("paused");
    RecordingSpec paused = spec(id);
    assertThat(paused.desired()).isEqualTo(Desired.PAUSED);
    assertThat(paused.pauses()).hasSize(1);
    assertThat(paused.pauses().get(0).pausedAtUs()).isGreaterThan(paused.startedAtUs());
    assertThat(paused.pauses().get(0).isOpen()).isTrue();

    RecorderInfo resumed = client.resume(id, null);
    assertThat(resumed.state()).isEqualTo("recording");
    assertThat(resumed.recording()).isNotNull();
    assertThat(resumed.recording().pauses()).hasSize(1);
    RecordingSpec.Pause pause = spec(id).pauses().get(0);
    assertThat(pause.resumedAtUs()).isGreaterThan(pause.pausedAtUs());
    assertThat(resumed.recording().pauses().get(0).resumedAtUs()).isEqualTo(pause.resumedAtUs());
  }

  @Test
  void pauseWhenPaused_resumeWhenRecording_nothingHappens() {
    String id = recording();

    assertThat(client.resume(id, null).state()).isEqualTo("recording");
    assertThat(spec(id).desired()).isEqualTo(Desired.RECORDING);
    assertThat(spec(id).pauses()).isEmpty();
    client.pause(id, null);
    RecordingSpec paused = spec(id);
    assertThat(client.pause(id, null).state()).isEqualTo("paused");
    assertThat(spec(id).pauses()).isEqualTo(paused.pauses());
  }

  @Test
  void anyCommand_inactive_invalidState() {
    StreamInfo stream = openFile("/media/b.mov");
    String id = client.createRecorder(RecorderRequest.of(stream.id(), null)).id();
    assertInactive(id);
    client.start(id, null, null);
    client.stop(id);
    assertInactive(id);
    assertRefused(() -> client.pause("nope", null), "NotFoundError");
    assertRefused(() -> client.resume("nope", null), "NotFoundError");
    assertRefused(() -> client.requestData("nope", null), "NotFoundError");
  }

  private static void assertInactive(String id) {
    assertThat(client.recorder(id).state()).isEqualTo("inactive");
    assertRefused(() -> client.pause(id, null), "InvalidStateError");
    assertRefused(() -> client.resume(id, null), "InvalidStateError");
    assertRefused(() -> client.requestData(id, null), "InvalidStateError");
  }

  @Test
  void requestData_alsoWhilePaused_isAskedOncePerCall() {
    String id = recording();

    client.requestData(id, null);
    assertThat(client.requestData(id, null).state()).isEqualTo("recording");
    client.pause(id, null);
    assertThat(client.requestData(id, null).state()).isEqualTo("paused");

    RecordingSpec spec = spec(id);
    assertThat(spec.dataRequestsAtUs()).hasSize(3).isSorted().doesNotHaveDuplicates();
    assertThat(spec.dataRequestsAtUs().get(2)).isGreaterThan(spec.pauses().get(0).pausedAtUs());
  }

  @Test
  void stop_whilePaused_leavesThePauseOpen() {
    String id = recording();
    client.pause(id, null);

    assertThat(client.stop(id).state()).isEqualTo("inactive");

    RecordingSpec spec = spec(id);
    assertThat(spec.desired()).isEqualTo(Desired.STOPPED);
    assertThat(spec.pauses().get(0).isOpen()).isTrue();
    assertThat(spec.stoppedAtUs()).isGreaterThanOrEqualTo(spec.pauses().get(0).pausedAtUs());
  }

  @Test
  void command_sameRequestId_isOneCommand() {
    String id = recording();

    client.pause(id, "p1");
    client.resume(id, "r1");
    assertThat(client.pause(id, "p1").state()).as("the same pause").isEqualTo("recording");
    client.requestData(id, "d1");
    client.requestData(id, "d1");
    client.requestData(id, "p1");

    assertThat(spec(id).pauses()).hasSize(1);
    assertThat(spec(id).dataRequestsAtUs()).as("a name is one command's only").hasSize(2);
    assertThat(spec(id).requestIds())
        .containsExactly("pause/p1", "resume/r1", "requestData/d1", "requestData/p1");
    client.stop(id);
    assertThat(client.pause(id, "p1").state()).isEqualTo("inactive");
  }

  @Test
  void start_sameRequestId_isOneStartAnotherIsRefused() throws Exception {
    StreamInfo stream = openFile("/media/c.mov");
    String id = client.createRecorder(RecorderRequest.of(stream.id(), null)).id();
    String path = "/v1/recorders/" + id + "/start";

    assertThat(post(path, "{\"requestId\":\"s1\"}").statusCode()).isEqualTo(200);
    assertThat(post(path, "{\"requestId\":\"s1\"}").statusCode()).isEqualTo(200);
    HttpResponse<String> other = post(path, "{\"requestId\":\"s2\"}");
    assertThat(new JsonObject(other.body()).getString("name")).isEqualTo("InvalidStateError");
    client.stop(id);
    assertThat(post(path, "{\"requestId\":\"s1\"}").statusCode()).isEqualTo(200);
  }

  @Test
  void requestId_notAString1To100_isRefusedByName() throws Exception {
    String id = recording();
    for (String bad : List.of("\"\"", "7", "\"" + "x".repeat(101) + "\"")) {
      HttpResponse<String> refused =
          post("/v1/recorders/" + id + "/pause", "{\"requestId\":" + bad + "}");
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(new JsonObject(refused.body()).getString("field")).contains("requestId");
    }
    assertThat(post("/v1/recorders/" + id + "/pause", "{\"when\":1}").statusCode()).isEqualTo(400);
  }

  @Test
  void apiRestart_paused_isStillPaused() {
    String id = recording();
    client.pause(id, "p1");
    try (StorageApi second = started()) {
      ReelbusClient after = ReelbusClient.connect(URI.create("http://127.0.0.1:" + second.port()));
      assertThat(after.pause(id, "p1").state()).isEqualTo("paused");
      assertThat(after.resume(id, null).state()).isEqualTo("recording");
    }
  }
}
