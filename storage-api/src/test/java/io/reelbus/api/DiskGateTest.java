package io.reelbus.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.Source;
import io.reelbus.recorder.HealthInfo;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A disk that fills up: first others do not begin, at last live recordings are stopped. */
class DiskGateTest extends LiveDoor {

  private static final AtomicReference<DiskSpace> SPACE = new AtomicReference<>(space(1000));

  @Test
  void start_diskNearlyFull_onlyLiveBegins() {
    SPACE.set(space(1000));
    try (StorageApi door =
        new StorageApi(ApiSettings.defaults("127.0.0.1", 0), bus, store, SPACE::get)) {
      door.start();
      ReelbusClient there = ReelbusClient.connect(URI.create("http://127.0.0.1:" + door.port()));
      String batch = recorder(there, SourceRequest.url("/media/a.mov", Source.Kind.FILE));
      String live = recorder(there, SourceRequest.url("rtsp://a/1", Source.Kind.NETWORK));
      assertThat(disk(there).status()).isEqualTo("up");

      SPACE.set(space(50));
      await().until(() -> disk(there).status().equals("down"));
      assertThat(there.health().status()).as("the door is").isEqualTo("up");
      there.start(batch, null, null);

      SPACE.set(space(9));
      String another = recorder(there, SourceRequest.url("/media/b.mov", Source.Kind.FILE));
      assertRefused(() -> there.start(another, null, null), "QuotaExceededError");
      assertThat(there.start(batch, null, null).state()).as("it runs").isEqualTo("recording");
      assertThat(there.start(live, null, null).state()).isEqualTo("recording");
      await().until(() -> disk(there).message().contains("only live recordings begin"));

      SPACE.set(space(1000));
      assertThat(there.start(another, null, null).state()).isEqualTo("recording");
    }
  }

  @Test
  void live_diskAllButFull_isStoppedWithAnErrorAndStored() throws Exception {
    SPACE.set(space(9));
    try (StorageApi door =
        new StorageApi(ApiSettings.defaults("127.0.0.1", 0), bus, store, SPACE::get)) {
      door.start();
      URI there = URI.create("http://127.0.0.1:" + door.port());
      ReelbusClient here = ReelbusClient.connect(there);
      String live = recorder(here, SourceRequest.url("rtsp://a/2", Source.Kind.NETWORK));
      String waiting = recorder(here, SourceRequest.url("rtsp://a/3", Source.Kind.NETWORK));
      URI events =
          there.resolve("/v1/events?types=start,dataavailable,error,stop&recorder=" + live);
      try (EventClient socket = EventClient.socket(events)) {
        await().until(() -> !socket.all().isEmpty());
        here.start(live, null, "last");
        await().until(() -> socket.types().contains("start"));
        assertThat(socket.types()).as("there is room for live ones").containsExactly("start");

        SPACE.set(space(2));
        await().until(() -> socket.types().contains("error"));
        await().until(() -> agent.recording(live).desired() == Desired.STOPPED);
        store(live, 1000);
        await().until(() -> socket.types().contains("stop"));

        assertThat(socket.types()).containsExactly("start", "error", "dataavailable", "stop");
        JsonObject error = socket.events().get(1);
        assertThat(error.getString("name")).isEqualTo("QuotaExceededError");
        assertThat(error.getString("message"))
            .startsWith("disk: 2 bytes free (expected: >= 3) for a live recording to go on")
            .contains("Make room");
      }
      RecordingInfo recording = here.recording(live);
      assertThat(recording.state()).isEqualTo("stored");
      assertThat(recording.message()).contains("2 bytes free");

      assertRefused(() -> here.start(waiting, null, null), "QuotaExceededError");
      List<SourceRequest> camera = List.of(SourceRequest.url("rtsp://a/4", Source.Kind.NETWORK));
      assertRefused(() -> here.openStream(camera), "QuotaExceededError");
      assertThat(disk(here).message()).contains("live recordings are stopped");

      SPACE.set(space(1000));
      assertThat(here.start(waiting, null, null).state()).isEqualTo("recording");
      assertThat(here.openStream(camera).active()).isTrue();
    }
  }

  @Test
  void batch_diskAllButFull_goesOn() {
    SPACE.set(space(1000));
    try (StorageApi door =
        new StorageApi(ApiSettings.defaults("127.0.0.1", 0), bus, store, SPACE::get)) {
      door.start();
      ReelbusClient here = ReelbusClient.connect(URI.create("http://127.0.0.1:" + door.port()));
      String batch = recorder(here, SourceRequest.url("/media/c.mov", Source.Kind.FILE));
      String live = recorder(here, SourceRequest.url("rtsp://a/5", Source.Kind.NETWORK));
      here.start(batch, null, null);
      here.start(live, null, null);
      SPACE.set(space(2));
      await().until(() -> here.recorder(live).state().equals("inactive"));
      assertThat(here.recorder(batch).state()).as("its agent waits").isEqualTo("recording");
    }
  }

  /** Warned below 100, for live ones only below 10, the last ones stopped below 3. */
  private static DiskSpace space(long freeBytes) {
    return new DiskSpace(freeBytes, 0, 100, 10, 3);
  }

  private static String recorder(ReelbusClient there, SourceRequest source) {
    StreamInfo stream = there.openStream(List.of(source));
    RecorderInfo made = there.createRecorder(RecorderRequest.of(stream.id(), "video/webm"));
    return made.id();
  }

  private static HealthInfo.Check disk(ReelbusClient there) {
    return there.health().checks().stream()
        .filter(check -> check.name().equals("disk"))
        .findFirst()
        .orElseThrow();
  }
}
