package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.recorder.HealthInfo;
import io.reelbus.recorder.LossInfo;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code serve} on a disk that somebody else fills while a camera is recorded. */
class FullDiskIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int DISK_MIB = 700;
  private static final long LAST_BYTES = 128 << 20;

  @TempDir private Path folder;
  private final List<String> events = new CopyOnWriteArrayList<>();
  private SmallDisk disk;

  @BeforeEach
  void mount() throws Exception {
    disk = SmallDisk.mount(folder.resolve("disk"), DISK_MIB);
  }

  @AfterEach
  void unmount() {
    if (disk != null) { // null where it could not be mounted
      disk.close();
    }
  }

  private ReelbusProcess serve(Object... limits) {
    List<Object> command =
        new ArrayList<>(List.of("serve", "--data", disk.folder().resolve("data"), "--port", "0"));
    command.addAll(List.of("--kafka-port", "0", "--s3-port", "0", "--agent-id", "small"));
    command.addAll(List.of(limits));
    ReelbusProcess made = ReelbusProcess.start(folder, Map.of(), command.toArray());
    made.awaitWords("up;");
    return made;
  }

  private static URI api(ReelbusProcess server) {
    return URI.create(server.value("api:"));
  }

  private static MediaStreamConstraints camera() {
    return MediaStreamConstraints.video(
        MediaTrackConstraints.of(
            ConstraintSet.of(ConstrainableProperty.WIDTH, ConstrainNumber.exact(160))
                .and(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(10))));
  }

  private MediaRecorder record(MediaStream stream) {
    MediaRecorder recorder =
        new MediaRecorder(stream, MediaRecorderOptions.mimeType("video/webm;codecs=vp8"));
    recorder.onDataAvailable(e -> events.add("dataavailable"));
    recorder.onError(e -> events.add("error " + e.error() + " " + e.message()));
    recorder.onStop(r -> events.add("stop"));
    recorder.start(1000);
    await().atMost(SOON).until(() -> events.contains("dataavailable"));
    return recorder;
  }

  private static String disk(ReelbusClient client) {
    return client.health().checks().stream()
        .filter(check -> check.name().equals("disk"))
        .map(HealthInfo.Check::message)
        .findFirst()
        .orElseThrow();
  }

  private static void assertNoRoom(Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            MediaException.class, e -> assertThat(e.name()).isEqualTo("QuotaExceededError"));
  }

  @Test
  void disk_fillsUp_liveIsTheLastToStopAndGoesOnWithoutARestart() throws IOException {
    try (ReelbusProcess server =
            serve("--disk-low", "512MiB", "--disk-stop", "384MiB", "--disk-last", "128MiB");
        MediaDevices devices = MediaDevices.connect(api(server));
        MediaStream stream = devices.getUserMedia(camera())) {
      ReelbusClient client = ReelbusClient.connect(api(server));
      MediaRecorder recorder = record(stream);
      assertThat(disk(client)).doesNotContain("less than");

      disk.fill(3 * LAST_BYTES - (20 << 20));
      await().atMost(SOON).until(() -> disk(client).contains("only live recordings begin"));
      assertThat(recorder.state()).as("a live one goes on").isEqualTo("recording");

      disk.fill(LAST_BYTES - (20 << 20));
      await().atMost(SOON).until(() -> events.contains("stop"));
      assertThat(events).last().isEqualTo("stop");
      assertThat(events)
          .filteredOn(event -> event.startsWith("error"))
          .singleElement()
          .asString()
          .startsWith("error QuotaExceededError disk: ")
          .contains(" bytes free (expected: >= " + LAST_BYTES + ")");
      RecordingInfo stored = client.recording(recorder.recordingId());
      assertThat(stored.state()).as(stored.message()).isEqualTo("stored");
      assertThat(stored.message()).contains("bytes free");
      assertNoRoom(() -> devices.getUserMedia(camera()));
      MediaRecorder refused =
          new MediaRecorder(stream, MediaRecorderOptions.mimeType("video/webm;codecs=vp8"));
      assertNoRoom(() -> refused.start(1000));

      disk.clear();
      await().atMost(SOON).until(() -> !disk(client).contains("less than"));
      events.clear();
      MediaRecorder again = record(stream);
      again.stop();
      await().atMost(SOON).until(() -> events.contains("stop"));
      assertThat(client.recording(again.recordingId()).state()).isEqualTo("stored");
      assertThat(server.isAlive()).isTrue();
    }
  }

  @Test
  void disk_isFull_processEndsWithAReasonAndTheGapIsInTheLedgerLater() throws IOException {
    String[] never = {"--disk-low", "0", "--disk-stop", "0", "--disk-last", "0"};
    final String id;
    try (ReelbusProcess server = serve((Object[]) never)) {
      ReelbusClient client = ReelbusClient.connect(api(server));
      StreamInfo stream =
          client.openStream(
              List.of(SourceRequest.url("testsrc2=size=160x120:rate=10", Source.Kind.TEST)));
      id = client.createRecorder(RecorderRequest.of(stream.id(), "video/webm;codecs=vp8")).id();
      client.start(id, 1000, "full");
      await().atMost(SOON).until(() -> client.recording(id).blobs() > 1);
      disk.fill(0);
      assertThat(server.awaitEnd()).isEqualTo(1);
      assertThat(server.words())
          .contains("the embedded Kafka broker cannot go on, and this process ends: ")
          .contains("It is full: make room, then start again");
    }
    disk.clear();
    try (ReelbusProcess server = serve((Object[]) never)) {
      ReelbusClient client = ReelbusClient.connect(api(server));
      long before = client.recording(id).blobs();
      await().atMost(SOON).until(() -> client.recording(id).blobs() > before);
      client.stop(id);
      await().atMost(SOON).until(() -> client.recording(id).finished());
      RecordingInfo recording = client.recording(id);
      assertThat(recording.state()).isEqualTo("partial");
      assertThat(recording.losses()).extracting(LossInfo::cause).contains("AGENT_DOWN");
    }
  }
}
