package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.AgentInfo;
import io.reelbus.model.Source;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests whose answer was lost, and agents that are away for a moment. */
class RepeatedRequestsTest extends LiveDoor {

  private static JsonObject posted(String path, JsonObject body, int status) throws Exception {
    var answer = sendJson("POST", path, body.encode());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return new JsonObject(answer.body());
  }

  private static JsonObject opening(String url, String name) {
    return new JsonObject(
        """
        {"sources":[{"url":"%s","kind":"FILE"}],"requestId":"%s"}"""
            .formatted(url, name));
  }

  @Test
  void openStream_sameRequestAlsoAtAnotherProcess_isOneStream() throws Exception {
    JsonObject request = opening("/media/a.mov", UUID.randomUUID().toString());
    String first = posted("/v1/streams", request, 201).getString("id");
    String again = posted("/v1/streams", request, 201).getString("id");
    StorageApi before = api;
    try (StorageApi other = started()) {
      api = other;
      assertThat(posted("/v1/streams", request, 201).getString("id")).isEqualTo(first);
    } finally {
      api = before;
    }

    assertThat(again).isEqualTo(first);
    assertThat(openFile("/media/a.mov").id()).as("another request").isNotEqualTo(first);
    client.closeStream(first);
    assertThat(posted("/v1/streams", request, 409).getString("detail")).contains("was closed");
  }

  @Test
  void openStream_sameRequestTwiceAtOnce_isOneStream() throws Exception {
    JsonObject request = opening("/media/b.mov", UUID.randomUUID().toString());
    List<CompletableFuture<String>> both = List.of(later(request), later(request));

    assertThat(both.get(0).join()).isEqualTo(both.get(1).join());
  }

  private static CompletableFuture<String> later(JsonObject request) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return posted("/v1/streams", request, 201).getString("id");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Test
  void openStream_nameTooShort_isRefused() throws Exception {
    JsonObject problem = posted("/v1/streams", opening("/media/a.mov", "short"), 400);
    assertThat(problem.getString("field")).isEqualTo("requestId");
  }

  @Test
  void createRecorder_sameRequest_isOneRecorder() throws Exception {
    StreamInfo stream = openFile("/media/c.mov");
    JsonObject request =
        new JsonObject()
            .put("streamId", stream.id())
            .put("mimeType", "video/mp4")
            .put("requestId", UUID.randomUUID().toString());
    String first = posted("/v1/recorders", request, 201).getString("id");
    assertThat(posted("/v1/recorders", request, 201).getString("id")).isEqualTo(first);

    client.start(first, null, "c");
    JsonObject started = posted("/v1/recorders", request, 201);
    assertThat(started.getString("id")).isEqualTo(first);
    assertThat(started.getString("state")).isEqualTo("recording");
    RecorderInfo other = client.createRecorder(RecorderRequest.of(stream.id(), "video/mp4"));
    assertThat(other.id()).isNotEqualTo(first);
  }

  @Test
  void openStream_agentIsAwayForAMoment_waitsForIt() throws Exception {
    long seenAtUs = Instant.EPOCH.until(Instant.now(), ChronoUnit.MICROS) - 12_000_000;
    bus.agents().put(new AgentInfo("restarted", "host", seenAtUs, List.of()));
    try (StorageApi other = started()) { // to it, that announcement is 12 s old
      StorageApi before = api;
      api = other;
      try {
        CompletableFuture<StreamInfo> opened =
            CompletableFuture.supplyAsync(
                () ->
                    io.reelbus.recorder.ReelbusClient.connect(uri(""))
                        .openStream(
                            List.of(
                                SourceRequest.url("/media/d.mov", Source.Kind.FILE)
                                    .onAgent("restarted"))));
        await().pollDelay(Duration.ofMillis(300)).until(() -> !opened.isDone());
        long nowUs = Instant.EPOCH.until(Instant.now(), ChronoUnit.MICROS);
        bus.agents().put(new AgentInfo("restarted", "host", nowUs, List.of()));

        assertThat(opened.join().active()).isTrue(); // the test's agent opens everything
      } finally {
        api = before;
      }
    }
  }
}
