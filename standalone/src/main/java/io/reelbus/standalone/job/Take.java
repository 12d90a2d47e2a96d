package io.reelbus.standalone.job;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.MediaDevices;
import io.reelbus.recorder.MediaRecorder;
import io.reelbus.recorder.MediaRecorderOptions;
import io.reelbus.recorder.MediaStream;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.standalone.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One recording with the interfaces a program would use: {@code MediaDevices}, {@code MediaStream},
 * {@code MediaRecorder}. Its file is always finished. Used once, by one thread.
 */
public final class Take {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final int TIMESLICE_MS = 1000;

  private final ReelbusClient archive;
  private final MediaDevices devices;
  private final Console console;
  private final StopSignal stop;
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * Makes one.
   *
   * @param archive where progress and the result are looked up
   */
  public Take(ReelbusClient archive, MediaDevices devices, Console console, StopSignal stop) {
    this.archive = archive;
    this.devices = devices;
    this.console = console;
    this.stop = stop;
  }

  /**
   * Opens sources and records them until a time is over, all of them have ended, or the stop signal
   * comes; then waits until the file is stored.
   *
   * @param duration how long, null for no limit
   * @param started told the recording's id
   * @return the finished recording; look at its state
   * @throws MediaException when a source cannot be opened or the type cannot hold it; nothing stays
   *     open then
   */
  public RecordingInfo record(
      String name,
      List<SourceRequest> sources,
      MediaSettings settings,
      @Nullable Duration duration,
      Consumer<String> started)
      throws InterruptedException {
    try (MediaStream stream = devices.open(sources);
        MediaRecorder recorder = new MediaRecorder(stream, options(name, settings))) {
      recorder.onStop(r -> stopped.countDown());
      Integer timesliceMs = settings.timesliceMs();
      long startedNs = System.nanoTime(); // the answer comes when the agents know
      recorder.start(timesliceMs == null ? TIMESLICE_MS : timesliceMs);
      started.accept(recorder.recordingId());
      run(recorder.recordingId(), startedNs, duration);
      recorder.stop();
      Follower follower = new Follower(archive, Duration.ofMinutes(2), Duration.ofMinutes(1));
      RecordingInfo done = follower.untilFinished(recorder.recordingId(), this::show);
      console.clearStatus();
      return done;
    }
  }

  private static MediaRecorderOptions options(String name, MediaSettings settings) {
    MediaRecorderOptions options =
        MediaRecorderOptions.mimeType(settings.mimeType()).recordingName(name);
    Long video = settings.videoBitsPerSecond();
    Long audio = settings.audioBitsPerSecond();
    options = video == null ? options : options.videoBitsPerSecond(video);
    return audio == null ? options : options.audioBitsPerSecond(audio);
  }

  private void run(String recordingId, long startedNs, @Nullable Duration duration)
      throws InterruptedException {
    while (stopped.getCount() > 0) {
      Duration left = left(startedNs, duration);
      // What is about to end is not looked at: an answer that takes long would make it longer.
      if (left.compareTo(LOOK_EVERY) > 0) {
        if (isFinished(recordingId)) {
          return;
        }
        left = left(startedNs, duration);
      }
      boolean over = left.isZero() || left.isNegative();
      if (over || stop.await(left.compareTo(LOOK_EVERY) < 0 ? left : LOOK_EVERY)) {
        return;
      }
    }
  }

  private static Duration left(long startedNs, @Nullable Duration duration) {
    return duration == null
        ? Duration.ofDays(1)
        : duration.minusNanos(System.nanoTime() - startedNs);
  }

  private boolean isFinished(String recordingId) {
    try {
      RecordingInfo now = archive.recording(recordingId);
      show(now);
      return now.finished();
    } catch (MediaException e) {
      if (e.next() != MediaException.Next.RETRY) {
        throw e;
      }
      return false; // an unreachable server does not stop the camera
    }
  }

  private void show(RecordingInfo now) {
    console.status(Figures.progress(now));
  }
}
