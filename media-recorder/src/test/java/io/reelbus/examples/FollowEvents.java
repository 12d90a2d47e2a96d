package io.reelbus.examples;

import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.MediaStreamConstraints;
import java.net.URI;
import java.util.concurrent.CountDownLatch;

/** Prints every event of a recorder, until two pieces of data have come. */
public final class FollowEvents {

  private FollowEvents() {}

  /** Takes {@code http://localhost:8080}. */
  public static void main(String... args) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch pieces = new CountDownLatch(2);
    try (MediaDevices devices = MediaDevices.connect(URI.create(args[0]));
        MediaStream stream = devices.getUserMedia(MediaStreamConstraints.audioOnly())) {
      devices.onDeviceChange(all -> System.out.println("devicechange: " + all.size()));
      stream.getTracks().forEach(track -> track.onEnded(ended -> System.out.println("ended")));
      MediaRecorder recorder = new MediaRecorder(stream);
      recorder.onStart(event -> System.out.println("start: " + recorder.mimeType()));
      recorder.onDataAvailable(
          event -> {
            System.out.println("dataavailable: " + event.data().size() + " bytes");
            pieces.countDown();
          });
      recorder.onError(event -> System.out.println("error: " + event.message()));
      recorder.onStop(
          event -> {
            System.out.println("stop");
            stopped.countDown();
          });
      recorder.start(500);
      pieces.await();
      recorder.stop();
      stopped.await();
    }
  }
}
