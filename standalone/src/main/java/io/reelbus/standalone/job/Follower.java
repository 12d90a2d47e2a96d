package io.reelbus.standalone.job;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.TrackProgress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Watches a recording to its end. Gives up only when nothing at all moved for a while, or the
 * server could not be reached for a while: a slow farm is lag, not a failure.
 */
final class Follower {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private final ReelbusClient client;
  private final Duration stillDeadline;
  private final Duration unreachableDeadline;

  Follower(ReelbusClient client, Duration stillDeadline, Duration unreachableDeadline) {
    this.client = client;
    this.stillDeadline = stillDeadline;
    this.unreachableDeadline = unreachableDeadline;
  }

  Follower(ReelbusClient client) {
    this(client, Duration.ofMinutes(10), Duration.ofMinutes(1));
  }

  /**
   * Waits for the end.
   *
   * @throws MediaException {@code TimeoutError} when nothing moved, {@code NetworkError} when the
   *     server stayed away
   */
  RecordingInfo untilFinished(String recordingId, Consumer<RecordingInfo> progress)
      throws InterruptedException {
    Pulse last = null;
    long movedAt = System.nanoTime();
    long reachedAt = movedAt;
    while (true) {
      try {
        RecordingInfo now = client.recording(recordingId);
        reachedAt = System.nanoTime();
        progress.accept(now);
        if (now.finished()) {
          return now;
        }
        Pulse pulse = Pulse.of(now);
        if (!pulse.equals(last)) {
          last = pulse;
          movedAt = reachedAt;
        }
      } catch (MediaException e) {
        if (e.next() != Next.RETRY || past(reachedAt, unreachableDeadline)) {
          throw e;
        }
      }
      if (past(movedAt, stillDeadline)) {
        throw new MediaException(
            "TimeoutError",
            Next.RETRY,
            "recording " + recordingId + ": nothing moved for " + stillDeadline.toSeconds() + " s");
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  private static boolean past(long sinceNs, Duration deadline) {
    return System.nanoTime() - sinceNs > deadline.toNanos();
  }

  /** What moves while a recording is alive. */
  private record Pulse(long captured, long encoded, long blobs, long bytes) {

    static Pulse of(RecordingInfo info) {
      return new Pulse(
          info.tracks().stream().mapToLong(TrackProgress::capturedSlices).sum(),
          info.tracks().stream().mapToLong(TrackProgress::encodedSlices).sum(),
          info.blobs(),
          info.uploadedBytes());
    }
  }
}
