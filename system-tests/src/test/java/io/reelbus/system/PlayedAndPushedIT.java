package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaElement;
import io.reelbus.recorder.MediaPush;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Media elements that play, and containers that a program pushes. */
@ExtendWith(SharedServer.class)
class PlayedAndPushedIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String SIX_SECONDS =
      Inputs.PICTURES + " " + Inputs.NOISE + " -t 6 -g 25 -pix_fmt yuv420p ";

  @TempDir static Path folder;

  private final List<String> events = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  private MediaRecorder recorder(MediaStream stream, String type) {
    MediaRecorder recorder = new MediaRecorder(stream, MediaRecorderOptions.mimeType(type));
    recorder.onStop(r -> events.add("stop"));
    recorder.onError(e -> events.add("error " + e.error() + ": " + e.message()));
    return recorder;
  }

  private Playback stored(Reelbus reelbus, MediaRecorder recorder, String name) {
    await().atMost(SOON).until(() -> events.contains("stop"));
    assertThat(events).doesNotContain("error").contains("stop");
    Path file = folder.resolve(name);
    reelbus.session().client().downloadFile(recorder.recordingId(), file);
    return Playback.of(file);
  }

  @Test
  void captureStream_ofAFileThatPlays_endsWithItAndIsStored(Reelbus reelbus) {
    Path input = new Inputs(folder).make("played.mp4", SIX_SECONDS + "-c:v libx264 -c:a aac");
    try (MediaDevices devices = MediaDevices.connect(reelbus.api())) {
      MediaElement element = new MediaElement(devices);
      element.onEnded(e -> events.add("ended"));
      element.src(input);
      MediaStream stream = element.captureStream();
      assertThat(element.ended()).isFalse();
      assertThat(stream.getAudioTracks()).hasSize(1);
      MediaRecorder recorder = recorder(stream, "video/mp4");
      recorder.start(1000);
      Playback played = stored(reelbus, recorder, "recorded.mp4");

      await().atMost(SOON).until(() -> events.contains("ended"));
      assertThat(element.ended()).isTrue();
      assertThat(recorder.state()).isEqualTo("inactive");
      assertThat(played.video().frames()).isBetween(1, 150);
    }
  }

  @Test
  void push_webmFasterThanItPlays_isHeldToItsPaceAndEndsWithIt(Reelbus reelbus) throws IOException {
    Path input =
        new Inputs(folder)
            .make("pushed.webm", SIX_SECONDS + "-c:v libvpx -deadline realtime -c:a libopus");
    push(reelbus, Files.readAllBytes(input), "video/webm;codecs=vp8,opus", "pushed.out.webm");
  }

  @Test
  void push_fragmentedMp4_isRecorded(Reelbus reelbus) throws IOException {
    Path input =
        new Inputs(folder)
            .make(
                "pushed.mp4",
                SIX_SECONDS + "-c:v libx264 -c:a aac -movflags frag_keyframe+empty_moov");
    push(reelbus, Files.readAllBytes(input), "video/mp4", "pushed.out.mp4");
  }

  private void push(Reelbus reelbus, byte[] bytes, String type, String name) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaPush push = MediaPush.open(devices)) {
      push.write(bytes);
      MediaStream stream = push.stream(SOON);
      assertThat(stream.getVideoTracks()).hasSize(1);
      assertThat(stream.getAudioTracks()).hasSize(1);
      MediaRecorder recorder = recorder(stream, type);
      recorder.start(1000);
      push.end();
      Playback played = stored(reelbus, recorder, name);

      assertThat(stream.active()).isFalse();
      assertThat(push.acknowledged()).isEqualTo(bytes.length);
      assertThat(played.video().frames()).isBetween(1, 150);
    }
  }
}
