package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.MediaException;
import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.model.constraints.OverconstrainedException;
import io.reelbus.recorder.Blob;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The steps of MDN's MediaStream Recording pages, in Java, against a whole cluster. */
@ExtendWith(SharedServer.class)
class RecorderSdkIT {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TYPE = "video/webm;codecs=vp8,opus";

  @TempDir static Path folder;

  private final List<Blob> chunks = new CopyOnWriteArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  private static MediaStreamConstraints small() {
    return MediaStreamConstraints.video(
            MediaTrackConstraints.of(
                ConstraintSet.of(ConstrainableProperty.WIDTH, ConstrainNumber.exact(320))
                    .and(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(25))))
        .audio();
  }

  private MediaRecorder recorder(MediaStream stream) {
    MediaRecorder recorder = new MediaRecorder(stream, MediaRecorderOptions.mimeType(TYPE));
    recorder.onStart(r -> events.add("start"));
    recorder.onDataAvailable(
        e -> {
          events.add("dataavailable");
          chunks.add(e.data());
        });
    recorder.onPause(r -> events.add("pause"));
    recorder.onResume(r -> events.add("resume"));
    recorder.onError(e -> events.add("error " + e.error() + " " + e.message()));
    recorder.onStop(r -> events.add("stop"));
    return recorder;
  }

  private long count(String event) {
    return events.stream().filter(event::equals).count();
  }

  private void awaitStop() {
    await().atMost(SOON).until(() -> events.contains("stop"));
  }

  private Playback play(String name) {
    Path file = folder.resolve(name);
    chunks.forEach(chunk -> chunk.appendTo(file));
    return Playback.of(file);
  }

  @Test
  void start_withTimeslice_blobsInOrderThatPlayTogether(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream = devices.getUserMedia(small())) {
      assertThat(stream.active()).isTrue();
      assertThat(stream.getVideoTracks()).hasSize(1);
      assertThat(stream.getVideoTracks().get(0).settings()).containsEntry("width", 320);
      MediaRecorder recorder = recorder(stream);
      assertThat(recorder.state()).isEqualTo("inactive");
      recorder.start(500);
      assertThat(recorder.state()).isEqualTo("recording");
      await().atMost(SOON).until(() -> count("dataavailable") >= 3);
      recorder.stop();
      assertThat(recorder.state()).isEqualTo("inactive");
      awaitStop();

      assertThat(events.get(0)).isEqualTo("start");
      assertThat(events.get(events.size() - 1)).isEqualTo("stop");
      assertThat(events.subList(1, events.size() - 1)).containsOnly("dataavailable");
      Playback played = play("sliced.webm");
      long stored = reelbus.session().client().recording(recorder.recordingId()).file().frames();
      assertThat(played.video().frames()).isEqualTo((int) stored);
    }
  }

  @Test
  void start_withoutTimeslice_oneBlobAtTheEnd(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream = devices.getUserMedia(small())) {
      MediaRecorder recorder = recorder(stream);
      recorder.start();
      await().atMost(SOON).until(() -> blobs(reelbus, recorder) >= 2);
      recorder.stop();
      awaitStop();

      assertThat(events).containsExactly("start", "dataavailable", "stop");
      assertThat(chunks.get(0).type()).startsWith("video/webm");
      assertThat(play("whole.webm").video().frames()).isPositive();
    }
  }

  private static long blobs(Reelbus reelbus, MediaRecorder recorder) {
    return reelbus.session().client().recording(recorder.recordingId()).blobs();
  }

  @Test
  void pauseResumeRequestData_eventsInOrder(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream = devices.getUserMedia(small())) {
      MediaRecorder recorder = recorder(stream);
      recorder.start();
      await().atMost(SOON).until(() -> blobs(reelbus, recorder) >= 1);
      recorder.requestData();
      await().atMost(SOON).until(() -> count("dataavailable") == 1);
      recorder.pause();
      assertThat(recorder.state()).isEqualTo("paused");
      await().atMost(SOON).until(() -> count("pause") == 1);
      recorder.resume();
      assertThat(recorder.state()).isEqualTo("recording");
      await().atMost(SOON).until(() -> count("resume") == 1);
      recorder.stop();
      awaitStop();

      assertThat(events)
          .containsExactly("start", "dataavailable", "pause", "resume", "dataavailable", "stop");
      assertThat(play("paused.webm").video().frames()).isPositive();
    }
  }

  @Test
  void start_inAListener_recordsAgain(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream = devices.getUserMedia(small())) {
      MediaRecorder recorder = recorder(stream);
      recorder.onStop(
          r -> {
            if (count("stop") == 1) {
              r.start(500);
            }
          });
      recorder.start(500);
      String first = recorder.recordingId();
      await().atMost(SOON).until(() -> count("dataavailable") >= 1);
      recorder.stop();
      await().atMost(SOON).until(() -> count("start") == 2);
      recorder.stop();
      await().atMost(SOON).until(() -> count("stop") == 2);

      assertThat(recorder.recordingId()).isNotEqualTo(first);
    }
  }

  @Test
  void illegalCalls_areRefusedAsTheSpecificationSays(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream = devices.getUserMedia(small())) {
      MediaRecorder recorder = recorder(stream);
      for (Runnable illegal :
          List.<Runnable>of(recorder::pause, recorder::resume, recorder::requestData)) {
        assertThatThrownBy(illegal::run)
            .isInstanceOf(MediaException.class)
            .extracting(e -> ((MediaException) e).name())
            .isEqualTo("InvalidStateError");
      }
      recorder.stop(); // nothing happens
      assertThatThrownBy(
              () -> new MediaRecorder(stream, MediaRecorderOptions.mimeType("video/quicktime")))
          .extracting(e -> ((MediaException) e).name())
          .isEqualTo("NotSupportedError");
      assertThat(devices.isTypeSupported(TYPE)).isTrue();
      assertThat(devices.isTypeSupported("video/quicktime")).isFalse();
    }
  }

  @Test
  void getUserMedia_nothingFits_namesTheConstraint(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api())) {
      MediaTrackConstraints huge =
          MediaTrackConstraints.of(
              ConstraintSet.of(ConstrainableProperty.WIDTH, ConstrainNumber.exact(1_000_000)));
      assertThatThrownBy(() -> devices.getUserMedia(MediaStreamConstraints.video(huge)))
          .isInstanceOfSatisfying(
              OverconstrainedException.class, e -> assertThat(e.constraint()).isEqualTo("width"));
    }
  }

  @Test
  void close_ofTheStream_endsItsTracksAndStopsTheRecorder(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api())) {
      MediaStream stream = devices.getUserMedia(small());
      MediaRecorder recorder = recorder(stream);
      recorder.start(500);
      await().atMost(SOON).until(() -> count("dataavailable") >= 1);
      stream.getTracks().forEach(track -> track.stop());
      awaitStop();

      assertThat(stream.active()).isFalse();
      assertThat(recorder.state()).isEqualTo("inactive");
      assertThat(play("ended.webm").video().frames()).isPositive();
    }
  }
}
