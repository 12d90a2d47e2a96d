package io.reelbus.system.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.recorder.BlobEvent;
import io.reelbus.recorder.FileInfo;
import io.reelbus.recorder.LossInfo;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.TrackProgress;
import io.reelbus.system.ReelbusProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} of a role, and its start, in the middle of a live recording. */
@Tag("together")
class KilledWhileRecordingIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final int HEAD_BYTES = 1 << 16; // of the file, which its end patches

  @TempDir static Path folder;

  private static Machine machine;

  private final List<String> events = new CopyOnWriteArrayList<>();
  private final List<BlobEvent> blobs = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    machine = new Machine(folder).start();
  }

  @AfterAll
  static void end() throws IOException {
    machine.close();
  }

  @Test
  void api_killed_clientMissesNoEventAndNothingIsLost() throws IOException {
    try (MediaDevices devices = MediaDevices.connect(machine.api());
        MediaStream stream = devices.getUserMedia(small())) {
      MediaRecorder recorder = record(stream, 1000);
      awaitBlobs(2);
      machine.kill(Part.API);
      machine.start(Part.API);
      machine.awaitUp(Part.API);
      int before = blobs.size();
      awaitBlobs(before + 2);
      recorder.pause();
      recorder.resume();
      recorder.requestData();
      awaitBlobs(before + 4);
      recorder.stop();
      await().atMost(SOON).until(() -> events.contains("stop"));

      RecordingInfo recording = machine.client().recording(recorder.recordingId());
      assertThat(events).startsWith("start").endsWith("stop").doesNotHaveDuplicates();
      assertThat(events).containsSubsequence("start", "pause", "resume", "stop");
      assertThat(blobs).hasSize((int) recording.blobs());
      assertThat(unexplained(recording)).as("%s", recording).isEmpty();
      sameBytes(recording);
      verifies(recording);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 5000})
  void agent_killed_recordingGoesOnAndTheGapIsNamed(int timesliceMs) throws IOException {
    try (MediaDevices devices = MediaDevices.connect(machine.api());
        MediaStream stream = devices.getUserMedia(small())) {
      MediaRecorder recorder = record(stream, timesliceMs);
      awaitBlobs(2);
      long killedAt = System.nanoTime();
      machine.kill(Part.AGENT);
      machine.start(Part.AGENT);
      machine.awaitUp(Part.AGENT);
      long absenceUs = (System.nanoTime() - killedAt) / 1000;
      awaitBlobs(blobs.size() + 3);
      recorder.stop();
      await().atMost(SOON).until(() -> events.contains("stop"));

      RecordingInfo recording = machine.client().recording(recorder.recordingId());
      assertThat(recording.state()).isEqualTo("partial");
      for (TrackProgress track : recording.tracks()) {
        List<LossInfo> gaps =
            recording.losses().stream()
                .filter(l -> l.track() == track.index() && l.cause().equals("AGENT_DOWN"))
                .toList();
        assertThat(gaps).as("%s", recording).hasSize(1);
        assertThat(gaps.get(0).toUs() - gaps.get(0).fromUs())
            .as("gap of track %s, the agent was away for %s us", track.index(), absenceUs)
            .isLessThanOrEqualTo(absenceUs + 1_000_000);
      }
      assertThat(unexplained(recording)).as("%s", recording).isEmpty();
      sameBytes(recording);
      verifies(recording);
    }
  }

  private static MediaStreamConstraints small() {
    return MediaStreamConstraints.video(
            MediaTrackConstraints.of(
                ConstraintSet.of(ConstrainableProperty.WIDTH, ConstrainNumber.exact(320))
                    .and(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(10))))
        .audio();
  }

  private MediaRecorder record(MediaStream stream, int timesliceMs) {
    MediaRecorder recorder =
        new MediaRecorder(stream, MediaRecorderOptions.mimeType("video/webm;codecs=vp8,opus"));
    recorder.onStart(r -> events.add("start"));
    recorder.onDataAvailable(blobs::add);
    recorder.onPause(r -> events.add("pause"));
    recorder.onResume(r -> events.add("resume"));
    recorder.onError(e -> events.add("error " + e.error() + " " + e.message()));
    recorder.onStop(r -> events.add("stop"));
    recorder.start(timesliceMs);
    return recorder;
  }

  private void awaitBlobs(int count) {
    await().atMost(SOON).until(() -> blobs.size() >= count);
  }

  /** Losses that are neither the agent's absence nor a test camera that got no processor. */
  private static List<LossInfo> unexplained(RecordingInfo recording) {
    return recording.losses().stream()
        .filter(loss -> !List.of("AGENT_DOWN", "DEVICE_STALLED", "PAUSED").contains(loss.cause()))
        .toList();
  }

  /** What the client has is what is stored, but for the head that the end patches. */
  private void sameBytes(RecordingInfo recording) throws IOException {
    FileInfo file = recording.file();
    assertThat(file).isNotNull();
    Path stored = folder.resolve(recording.id() + ".webm");
    machine.client().downloadFile(recording.id(), stored);
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    blobs.forEach(blob -> received.writeBytes(blob.data().bytes()));
    byte[] whole = Files.readAllBytes(stored);
    assertThat(received.size()).isEqualTo(whole.length);
    int head = Math.min(HEAD_BYTES, (int) blobs.get(0).data().size());
    assertThat(Arrays.copyOfRange(received.toByteArray(), head, whole.length))
        .isEqualTo(Arrays.copyOfRange(whole, head, whole.length));
  }

  /** {@code reelbus verify} finds the named gaps and nothing else. */
  private static void verifies(RecordingInfo recording) {
    try (ReelbusProcess verify = machine.run("verify", recording.id(), "--api", machine.api())) {
      int code = verify.awaitEnd();
      assertThat(verify.data().lines()).as("%s", verify).allMatch(line -> line.contains(": gap "));
      assertThat(code).as("%s", verify).isEqualTo(recording.state().equals("stored") ? 0 : 1);
    }
  }
}
