package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.TrackMuted;
import io.reelbus.model.LedgerEvent.TrackOverconstrained;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.TrackSpec;
import io.reelbus.model.TrackSpec.Disabled;
import io.reelbus.model.Wire;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code enabled}, {@code muted} and what happens to tracks. */
class TracksTest extends LiveDoor {

  private static StreamInfo open() {
    return client.openStream(List.of(SourceRequest.url("rtsp://camera/1", Source.Kind.NETWORK)));
  }

  private static String path(String trackId) {
    return "/v1/tracks/" + trackId.replace("/", "%2F");
  }

  private static HttpResponse<String> send(String method, String path, String body)
      throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri(path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static JsonObject patch(String trackId, String body) throws Exception {
    HttpResponse<String> response = send("PATCH", path(trackId), body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return new JsonObject(response.body());
  }

  private static JsonObject refused(String trackId, String body, String name) throws Exception {
    HttpResponse<String> response = send("PATCH", path(trackId), body);
    JsonObject problem = new JsonObject(response.body());
    assertThat(problem.getString("name")).as(response.body()).isEqualTo(name);
    return problem;
  }

  private static TrackSpec onBus(String streamId, String trackId, int times) {
    await()
        .until(() -> agent.streamSpecs().get(streamId).track(trackId).disabled().size() == times);
    return agent.streamSpecs().get(streamId).track(trackId);
  }

  @Test
  void enabled_falseAndTrue_isAStretchOfWallTimeOnTheBus() throws Exception {
    StreamInfo stream = open();
    String track = stream.tracks().get(1).id();
    assertThat(stream.tracks().get(1).enabled()).isTrue();
    long beforeUs = System.currentTimeMillis() * 1000;

    assertThat(patch(track, "{\"enabled\":false}").getBoolean("enabled")).isFalse();
    patch(track, "{\"enabled\":false}"); // nothing new
    Disabled open = onBus(stream.id(), track, 1).disabled().get(0);
    assertThat(open.disabledAtUs()).isGreaterThanOrEqualTo(beforeUs + 100_000);
    assertThat(open.isOpen()).isTrue();
    assertThat(client.stream(stream.id()).tracks().get(1).enabled()).isFalse();
    assertThat(client.stream(stream.id()).tracks().get(0).enabled()).isTrue();
    await().until(() -> System.currentTimeMillis() * 1000 > open.disabledAtUs());

    assertThat(patch(track, "{\"enabled\":true}").getBoolean("enabled")).isTrue();
    await().until(() -> onBus(stream.id(), track, 1).enabled());
    Disabled closed = onBus(stream.id(), track, 1).disabled().get(0);
    assertThat(closed.disabledAtUs()).isEqualTo(open.disabledAtUs());
    assertThat(closed.enabledAtUs()).isGreaterThan(open.disabledAtUs());

    try (StorageApi other = started()) { // another process has it from the bus
      assertThat(other.port()).isPositive();
      JsonObject seen =
          new JsonObject(
              HTTP.send(
                      HttpRequest.newBuilder(
                              java.net.URI.create("http://127.0.0.1:" + other.port() + path(track)))
                          .build(),
                      HttpResponse.BodyHandlers.ofString())
                  .body());
      assertThat(seen.getBoolean("enabled")).isTrue();
    }
    client.closeStream(stream.id());
    StreamSpec spec = agent.streamSpecs().get(stream.id());
    assertThat(spec.open()).isFalse();
    assertThat(spec.track(track).disabled()).containsExactly(closed); // slices are still to come
  }

  @Test
  void patch_constraintsAndEnabled_bothOrNeither() throws Exception {
    StreamInfo stream = open();
    String track = stream.tracks().get(1).id();

    JsonObject refused =
        refused(
            track,
            "{\"enabled\":false,\"constraints\":{\"width\":{\"exact\":7}}}",
            "OverconstrainedError");
    assertThat(refused.getString("constraint")).isEqualTo("width");
    assertThat(client.stream(stream.id()).tracks().get(1).enabled()).isTrue();

    JsonObject both =
        patch(track, "{\"enabled\":false,\"constraints\":{\"width\":{\"exact\":640}}}");
    assertThat(both.getBoolean("enabled")).isFalse();
    assertThat(both.getJsonObject("constraints"))
        .isEqualTo(new JsonObject().put("width", new JsonObject().put("exact", 640)));
  }

  @Test
  void patch_badBodies_nameWhatIsWrong() throws Exception {
    String track = open().tracks().get(0).id();

    assertThat(refused(track, "{}", "TypeError").getString("expected")).contains("enabled");
    assertThat(refused(track, "{\"enabled\":\"no\"}", "TypeError").getString("field"))
        .isEqualTo("enabled");
  }

  @Test
  void enabled_falseOnAFile_isRefused() throws Exception {
    String track = openFile("/media/enabled.mov").tracks().get(0).id();

    refused(track, "{\"enabled\":false}", "InvalidStateError");
    patch(track, "{\"enabled\":true}");
  }

  @Test
  void track_thatStalls_isMutedUntilItGoesOn() throws Exception {
    StreamInfo stream = open();
    String track = stream.tracks().get(0).id();
    try (EventClient socket =
        EventClient.socket(uri("/v1/events?types=mute,unmute&stream=" + stream.id()))) {
      await().until(() -> !socket.all().isEmpty());
      agent.publish(new TrackMuted(stream.id(), track, true));
      await().until(() -> socket.types().size() == 1);
      assertThat(json(path(track)).getBoolean("muted")).isTrue();
      assertThat(client.stream(stream.id()).tracks().get(0).muted()).isTrue();
      agent.publish(new TrackMuted(stream.id(), track, false));
      await().until(() -> socket.types().size() == 2);

      assertThat(socket.types()).containsExactly("mute", "unmute");
      assertThat(socket.events()).allMatch(e -> e.getString("trackId").equals(track));
      assertThat(json(path(track)).getBoolean("muted")).isFalse();
    }
  }

  private static LiveTrack wide(LiveTrack track) {
    LiveTrack other = Samples.video(track.trackId(), Wire.RAW, "rawvideo"); // 640x480, 30 a second
    return new LiveTrack(
        track.trackId(), track.agentId(), track.label(), other.format(), track.topic(), 0);
  }

  @Test
  void source_openedAgainWithOtherSettings_overconstrainsItsTracks() throws Exception {
    HttpResponse<String> opened =
        send(
            "POST",
            "/v1/streams",
            "{\"constraints\":{\"video\":{\"width\":{\"exact\":1024},\"height\":576}}}");
    assertThat(opened.statusCode()).as(opened.body()).isEqualTo(201);
    String id = new JsonObject(opened.body()).getString("id");
    String track = id + "/0/0";
    LiveTrack live = ConstrainedDevices.open(track, agent.streamSpecs().get(id).sources().get(0));
    try (EventClient socket =
        EventClient.socket(uri("/v1/events?types=overconstrained&stream=" + id))) {
      await().until(() -> !socket.all().isEmpty());
      agent.publish(new SourceOpened(id, 0, List.of(live))); // as it was: nothing to say
      agent.publish(new SourceOpened(id, 0, List.of(wide(live))));
      await().until(() -> socket.types().size() == 1);
      agent.publish(new TrackOverconstrained(id, track, "width")); // another process said it too
      agent.publish(new SourceOpened(id, 0, List.of(live)));
      agent.publish(new SourceOpened(id, 0, List.of(wide(live))));
      await().until(() -> socket.types().size() == 2);

      assertThat(socket.types()).containsExactly("overconstrained", "overconstrained");
      assertThat(socket.events())
          .allMatch(e -> e.getString("constraint").equals("width"))
          .allMatch(e -> e.getString("trackId").equals(track));
    }
  }
}
