package io.reelbus.system;

import static io.reelbus.system.SystemFfmpeg.ffmpeg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.reelbus.recorder.Canvas;
import io.reelbus.recorder.CanvasCaptureMediaStreamTrack;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.RecordingInfo;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A program that draws, and its frames as a track. */
@ExtendWith(SharedServer.class)
class CanvasIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final int WIDTH = 320;
  private static final int HEIGHT = 180;
  private static final Color LEFT = new Color(200, 60, 30);
  private static final Color RIGHT = new Color(40, 90, 220);

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

  private RecordingInfo stored(Reelbus reelbus, MediaRecorder recorder, Path file) {
    await().atMost(SOON).until(() -> events.contains("stop"));
    assertThat(events).containsExactly("stop");
    reelbus.session().client().downloadFile(recorder.recordingId(), file);
    return reelbus.session().client().recording(recorder.recordingId());
  }

  private static BufferedImage picture(int number) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    var graphics = picture.createGraphics();
    graphics.setColor(LEFT);
    graphics.fillRect(0, 0, WIDTH / 2, HEIGHT);
    graphics.setColor(RIGHT);
    graphics.fillRect(WIDTH / 2, 0, WIDTH / 2, HEIGHT);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(number, 4, 16, 16);
    graphics.dispose();
    return picture;
  }

  private static void assertColor(byte[] rgb, int x, Color expected) {
    int at = (HEIGHT / 2 * WIDTH + x) * 3;
    int[] found = {rgb[at] & 0xFF, rgb[at + 1] & 0xFF, rgb[at + 2] & 0xFF};
    assertThat(found[0]).isCloseTo(expected.getRed(), within(6));
    assertThat(found[1]).isCloseTo(expected.getGreen(), within(6));
    assertThat(found[2]).isCloseTo(expected.getBlue(), within(6));
  }

  @Test
  void captureStream_25FramesASecondFor9Seconds_225FramesInTheFile(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api())) {
      Canvas canvas = new Canvas(devices, WIDTH, HEIGHT);
      try (MediaStream stream = canvas.captureStream(25)) {
        CanvasCaptureMediaStreamTrack track =
            (CanvasCaptureMediaStreamTrack) stream.getVideoTracks().get(0);
        assertThat(track.canvas()).isSameAs(canvas);
        assertThat(track.settings()).containsEntry("width", WIDTH).containsEntry("frameRate", 25);
        MediaRecorder recorder = recorder(stream, "video/webm; codecs=vp9");
        recorder.start(1000);
        long start = System.nanoTime();
        for (int n = 0; n < 225; n++) {
          awaitNanos(start + n * 40_000_000L);
          canvas.draw(picture(n));
        }
        recorder.stop();

        Path file = folder.resolve("canvas.webm");
        RecordingInfo recording = stored(reelbus, recorder, file);
        assertThat(track.framesDropped()).isZero();
        assertThat(Playback.of(file).video().frames()).isEqualTo(225);
        assertThat(recording.file().frames()).isEqualTo(225);
        assertThat(recording.losses()).isEmpty();
        byte[] rgb = ffmpeg("-ss 4 -i", file, "-frames:v 1 -f rawvideo -pix_fmt rgb24 -");
        assertColor(rgb, 40, LEFT);
        assertColor(rgb, WIDTH - 40, RIGHT);
      }
    }
  }

  private static void awaitNanos(long dueNanos) {
    while (dueNanos - System.nanoTime() > 0) {
      LockSupport.parkNanos(dueNanos - System.nanoTime());
    }
  }

  @Test
  void requestFrame_nothingDrawnForLong_framesAskedForAndNoLoss(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api())) {
      Canvas canvas = new Canvas(devices, WIDTH, HEIGHT);
      try (MediaStream stream = canvas.captureStream(0)) {
        CanvasCaptureMediaStreamTrack track =
            (CanvasCaptureMediaStreamTrack) stream.getVideoTracks().get(0);
        MediaRecorder recorder = recorder(stream, "video/webm; codecs=vp8");
        recorder.start(500);
        long start = System.nanoTime();
        for (int n = 0; n < 3; n++) {
          awaitNanos(start + n * 2_000_000_000L); // a device that gives nothing so long has stalled
          canvas.draw(picture(n));
          canvas.draw(picture(n + 1)); // not asked for
          track.requestFrame();
        }
        recorder.stop();

        Path file = folder.resolve("requested.webm");
        RecordingInfo recording = stored(reelbus, recorder, file);
        assertThat(Playback.of(file).video().frames()).isEqualTo(3);
        assertThat(recording.losses()).isEmpty();
      }
    }
  }

  @Test
  void stop_ofTheTrack_stopsTheRecorderWithTheFramesSoFar(Reelbus reelbus) {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api())) {
      Canvas canvas = new Canvas(devices, WIDTH, HEIGHT);
      MediaStream stream = canvas.captureStream();
      MediaRecorder recorder = recorder(stream, "video/webm; codecs=vp8");
      recorder.start(500);
      canvas.draw(picture(0));
      canvas.draw(picture(1));
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(500))
          .until(
              () -> {
                canvas.draw(picture(2));
                return reelbus.session().client().recording(recorder.recordingId()).blobs() > 0;
              });
      stream.getTracks().forEach(track -> track.stop());

      Path file = folder.resolve("stopped.webm");
      stored(reelbus, recorder, file);
      assertThat(stream.active()).isFalse();
      assertThat(Playback.of(file).video().frames()).isGreaterThanOrEqualTo(2);
    }
  }
}
