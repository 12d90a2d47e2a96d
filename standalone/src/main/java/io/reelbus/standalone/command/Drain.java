package io.reelbus.standalone.command;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.standalone.job.Console;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The clean stop of a server that has all roles: stops its recordings and waits until their files
 * are stored. What is not done in time is done after the next start, from the tapes.
 */
final class Drain {

  private static final Duration DEADLINE = Duration.ofSeconds(40);

  private final ReelbusClient client;
  private final Console console;

  Drain(URI api, Console console) {
    this.client = ReelbusClient.connect(api);
    this.console = console;
  }

  void run() throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    try {
      List<RecordingInfo> running = running();
      if (!running.isEmpty()) {
        console.say("finishing " + running.size() + " recording(s)");
      }
      running.forEach(recording -> client.stop(recording.id()));
      while (!running.isEmpty() && System.nanoTime() < end) {
        Thread.sleep(100);
        running = running();
      }
      if (!running.isEmpty()) {
        console.say(running.size() + " recording(s) will be finished after the next start");
      }
    } catch (MediaException e) {
      console.say("recordings will be finished after the next start: " + e.getMessage());
    }
  }

  private List<RecordingInfo> running() {
    return client.recordings("recording", 500, null).recordings();
  }
}
