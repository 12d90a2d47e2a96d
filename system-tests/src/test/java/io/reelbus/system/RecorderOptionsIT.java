package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainString;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.recorder.BitrateMode;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import io.reelbus.recorder.ReelbusClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Key frames, constant bit rates, and cropped and scaled tracks, as another FFmpeg sees them. */
@ExtendWith(SharedServer.class)
class RecorderOptionsIT {

  private static final long SOON_S = 120;

  @TempDir static Path folder;

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  /** Records some slices and fetches the stored file. */
  private static Path record(
      Reelbus reelbus, MediaStream stream, MediaRecorderOptions options, String name)
      throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try (MediaRecorder recorder = new MediaRecorder(stream, options)) {
      recorder.onStop(r -> stopped.countDown());
      recorder.start(1000);
      await()
          .atMost(Duration.ofSeconds(SOON_S))
          .until(() -> client(reelbus).recording(recorder.recordingId()).blobs() >= 2);
      recorder.stop();
      assertThat(stopped.await(SOON_S, TimeUnit.SECONDS)).isTrue();
      Path file = folder.resolve(name);
      client(reelbus).downloadFile(recorder.recordingId(), file);
      return file;
    }
  }

  private static ReelbusClient client(Reelbus reelbus) {
    return reelbus.session().client();
  }

  private static List<String> packets(Path file, String stream, String entry) {
    return SystemFfmpeg.ffprobe(
            "-select_streams", stream, "-show_entries packet=" + entry, "-of csv=p=0", file)
        .lines()
        .map(line -> line.replace(",", ""))
        .filter(line -> !line.isBlank())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "options.mp4, 'video/mp4;codecs=avc1,opus'",
    "options.webm, 'video/webm;codecs=vp9,opus'"
  })
  void record_keyFramesAndConstantRate_areInTheFile(String name, String type, Reelbus reelbus)
      throws Exception {
    MediaStreamConstraints small =
        MediaStreamConstraints.video(
                MediaTrackConstraints.of(
                    ConstraintSet.of(ConstrainableProperty.WIDTH, ConstrainNumber.exact(320))
                        .and(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(25))))
            .audio();
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream = devices.getUserMedia(small)) {
      Path file =
          record(
              reelbus,
              stream,
              MediaRecorderOptions.mimeType(type)
                  .audioBitsPerSecond(64_000)
                  .audioBitrateMode(BitrateMode.CONSTANT)
                  .videoKeyFrameIntervalCount(10),
              name);

      List<String> flags = packets(file, "v:0", "flags");
      List<Integer> distances = distances(flags);
      assertThat(flags.get(0)).startsWith("K");
      assertThat(distances).isNotEmpty().contains(10).allMatch(distance -> distance <= 10);
      assertThat(packets(file, "a:0", "size").stream().distinct()).containsExactly("160");
    }
  }

  /** Pictures from one key frame to the next. */
  private static List<Integer> distances(List<String> flags) {
    List<Integer> distances = new ArrayList<>();
    int last = 0;
    for (int i = 1; i < flags.size(); i++) {
      if (flags.get(i).startsWith("K")) {
        distances.add(i - last);
        last = i;
      }
    }
    return distances;
  }

  @ParameterizedTest
  @CsvSource({"640, 360, crop=1280:720", "480, 360, crop=960:720"})
  void record_cropAndScale_smallerSlowerAndNotDistorted(
      int width, int height, String crop, Reelbus reelbus) throws Exception {
    try (MediaDevices devices = MediaDevices.connect(reelbus.api())) {
      String bars =
          devices.enumerateDevices().stream()
              .filter(device -> device.label().contains("colour bars"))
              .map(DeviceInfo::deviceId)
              .findFirst()
              .orElseThrow();
      ConstraintSet wanted =
          ConstraintSet.of(ConstrainableProperty.WIDTH, ConstrainNumber.exact(width))
              .and(ConstrainableProperty.HEIGHT, ConstrainNumber.exact(height))
              .and(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(10))
              .and(ConstrainableProperty.RESIZE_MODE, ConstrainString.exact("crop-and-scale"))
              .and(ConstrainableProperty.DEVICE_ID, ConstrainString.exact(bars));
      try (MediaStream stream =
          devices.getUserMedia(MediaStreamConstraints.video(MediaTrackConstraints.of(wanted)))) {
        assertThat(stream.getVideoTracks().get(0).settings())
            .containsEntry("width", width)
            .containsEntry("frameRate", 10)
            .containsEntry("resizeMode", "crop-and-scale");
        Path file =
            record(
                reelbus,
                stream,
                MediaRecorderOptions.mimeType("video/mp4;codecs=avc1"),
                "small" + width + ".mp4");

        assertThat(
                SystemFfmpeg.ffprobe(
                        "-select_streams v:0 -show_entries stream=width,height,r_frame_rate"
                            + " -of csv=p=0",
                        file)
                    .strip())
            .isEqualTo(width + "," + height + ",10/1");
        assertThat(difference(file, crop + ",scale=" + width + ":" + height)).isLessThan(4);
      }
    }
  }

  /** Mean difference of luma between a file's picture and the cropped bars. */
  private static double difference(Path file, String filter) {
    byte[] is = SystemFfmpeg.ffmpeg("-i", file, "-frames:v 1 -pix_fmt gray -f rawvideo -");
    byte[] should =
        SystemFfmpeg.ffmpeg(
            "-f lavfi -i smptehdbars=size=1280x720:rate=30 -vf",
            filter,
            "-frames:v 1 -pix_fmt gray -f rawvideo -");
    assertThat(is).hasSameSizeAs(should);
    long sum = 0;
    for (int i = 0; i < is.length; i++) {
      sum += Math.abs((is[i] & 0xff) - (should[i] & 0xff));
    }
    return (double) sum / is.length;
  }

  @Test
  void record_reducedRate_picturesAreATenthOfASecondApart(Reelbus reelbus) throws Exception {
    ConstraintSet slow =
        ConstraintSet.of(ConstrainableProperty.FRAME_RATE, ConstrainNumber.exact(10))
            .and(ConstrainableProperty.WIDTH, ConstrainNumber.exact(320))
            .and(ConstrainableProperty.RESIZE_MODE, ConstrainString.exact("crop-and-scale"));
    try (MediaDevices devices = MediaDevices.connect(reelbus.api());
        MediaStream stream =
            devices.getUserMedia(MediaStreamConstraints.video(MediaTrackConstraints.of(slow)))) {
      Path file =
          record(
              reelbus, stream, MediaRecorderOptions.mimeType("video/webm;codecs=vp8"), "slow.webm");

      List<Double> times = packets(file, "v:0", "pts_time").stream().map(Double::valueOf).toList();
      List<Double> steps = new ArrayList<>();
      for (int i = 1; i < times.size(); i++) {
        steps.add(times.get(i) - times.get(i - 1));
      }
      steps.sort(null);
      assertThat(steps.get(0)).isGreaterThan(0.06); // a busy machine misses some, and adds none
      assertThat(steps.get(steps.size() / 2)).isCloseTo(0.1, within(0.002));
    }
  }
}
