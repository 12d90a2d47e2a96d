package io.reelbus.examples;

import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Records two cameras, of whichever machines, into one file with a video track for each. */
public final class SeveralCameras {

  private SeveralCameras() {}

  /** Takes {@code http://localhost:8080 cameras.mp4}. */
  public static void main(String... args) throws InterruptedException {
    URI api = URI.create(args[0]);
    CountDownLatch stopped = new CountDownLatch(1);
    try (MediaDevices devices = MediaDevices.connect(api)) {
      List<SourceRequest> cameras =
          devices.enumerateDevices().stream()
              .filter(DeviceInfo::video)
              .limit(2)
              .map(camera -> SourceRequest.device(camera.deviceId()))
              .toList();
      try (MediaStream stream = devices.open(cameras)) {
        MediaRecorder recorder =
            new MediaRecorder(
                stream,
                MediaRecorderOptions.mimeType("video/mp4;codecs=avc1")
                    .videoBitsPerSecond(2_000_000) // shared by the cameras
                    .videoKeyFrameIntervalDuration(500)); // places to cut
        recorder.onStop(event -> stopped.countDown());
        recorder.start(1000);
        TimeUnit.SECONDS.sleep(2);
        recorder.stop();
        stopped.await();
        ReelbusClient.connect(api).downloadFile(recorder.recordingId(), Path.of(args[1]));
      }
    }
  }
}
