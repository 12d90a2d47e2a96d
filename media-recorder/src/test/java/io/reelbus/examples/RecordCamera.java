package io.reelbus.examples;

import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Records a camera and a microphone for three seconds, slice by slice, into a file of its own. */
public final class RecordCamera {

  private RecordCamera() {}

  /** Takes {@code http://localhost:8080 camera.webm}. */
  public static void main(String... args) throws InterruptedException {
    Path file = Path.of(args[1]);
    CountDownLatch stopped = new CountDownLatch(1);
    try (MediaDevices devices = MediaDevices.connect(URI.create(args[0]));
        MediaStream stream = devices.getUserMedia(MediaStreamConstraints.video().audio())) {
      MediaRecorder recorder =
          new MediaRecorder(stream, MediaRecorderOptions.mimeType("video/webm;codecs=vp8,opus"));
      recorder.onDataAvailable(event -> event.data().appendTo(file)); // plays while it grows
      recorder.onError(event -> System.err.println(event.error() + ": " + event.message()));
      recorder.onStop(event -> stopped.countDown());
      recorder.start(1000);
      TimeUnit.SECONDS.sleep(3);
      recorder.stop();
      stopped.await();
    }
  }
}
