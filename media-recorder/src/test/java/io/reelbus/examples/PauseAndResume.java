package io.reelbus.examples;

import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import io.reelbus.recorder.ReelbusClient;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Leaves a second out of a recording, and fetches the finished file from the archive. */
public final class PauseAndResume {

  private PauseAndResume() {}

  /** Takes {@code http://localhost:8080 sound.mp4}. */
  public static void main(String... args) throws InterruptedException {
    URI api = URI.create(args[0]);
    CountDownLatch stopped = new CountDownLatch(1);
    try (MediaDevices devices = MediaDevices.connect(api);
        MediaStream stream = devices.getUserMedia(MediaStreamConstraints.audioOnly())) {
      MediaRecorder recorder =
          new MediaRecorder(stream, MediaRecorderOptions.mimeType("audio/mp4;codecs=mp4a.40.2"));
      recorder.onStop(event -> stopped.countDown());
      recorder.start(1000);
      TimeUnit.SECONDS.sleep(2);
      recorder.pause(); // the file's time stands still
      TimeUnit.SECONDS.sleep(1);
      recorder.resume();
      TimeUnit.SECONDS.sleep(1);
      recorder.stop();
      stopped.await(); // stored and verified
      ReelbusClient.connect(api).downloadFile(recorder.recordingId(), Path.of(args[1]));
    }
  }
}
