package io.reelbus.standalone.job;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.reelbus.standalone.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Records live sources for a time or until the stop signal, one or several recordings at once, and
 * always finishes their files.
 */
public final class Recorder {

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final ReelbusClient client;
  private final Console console;
  private final StopSignal stop;
  private final Map<String, RecordingInfo> latest = new LinkedHashMap<>();

  /** Makes one. */
  public Recorder(ReelbusClient client, Console console, StopSignal stop) {
    this.client = client;
    this.console = console;
    this.stop = stop;
  }

  /**
   * A recording that runs.
   *
   * @param name for people
   * @param streamId what it records
   * @param recordingId identity
   */
  public record Running(String name, String streamId, String recordingId) {}

  /**
   * Opens sources and starts recording them.
   *
   * @throws MediaException when a source cannot be opened or the type cannot hold it; nothing stays
   *     open then
   */
  public Running start(String name, List<SourceRequest> sources, MediaSettings settings) {
    StreamInfo stream = client.openStream(sources);
    try {
      RecorderInfo recorder =
          client.createRecorder(
              RecorderRequest.of(stream.id(), settings.mimeType())
                  .withBitRates(settings.videoBitsPerSecond(), settings.audioBitsPerSecond()));
      client.start(recorder.id(), settings.timesliceMs(), name);
      return new Running(name, stream.id(), recorder.id());
    } catch (MediaException e) {
      client.closeStream(stream.id());
      throw e;
    }
  }

  /**
   * Lets recordings run, stops them, and waits until their files are stored.
   *
   * @param running started by {@link #start}
   * @param duration how long, null until the stop signal
   * @param progress called with every look at a recording
   * @return the finished recordings in the same order; look at their states
   */
  public List<RecordingInfo> finish(
      List<Running> running, @Nullable Duration duration, Consumer<RecordingInfo> progress)
      throws InterruptedException {
    long end = duration == null ? Long.MAX_VALUE : System.nanoTime() + duration.toNanos();
    while (!allFinished(running, progress)) {
      long left = duration == null ? Long.MAX_VALUE : end - System.nanoTime();
      if (left <= 0 || stop.await(Duration.ofNanos(Math.min(left, LOOK_EVERY.toNanos())))) {
        break;
      }
    }
    for (Running one : running) {
      client.stop(one.recordingId());
    }
    Follower follower = new Follower(client, Duration.ofMinutes(2), Duration.ofSeconds(30));
    List<RecordingInfo> finished = new ArrayList<>();
    for (Running one : running) {
      finished.add(
          follower.untilFinished(
              one.recordingId(),
              now -> {
                progress.accept(now);
                show(now);
              }));
    }
    for (Running one : running) {
      client.closeStream(one.streamId());
    }
    console.clearStatus();
    return finished;
  }

  private boolean allFinished(List<Running> running, Consumer<RecordingInfo> progress) {
    boolean all = true;
    for (Running one : running) {
      try {
        RecordingInfo now = client.recording(one.recordingId());
        progress.accept(now);
        show(now);
        all &= now.finished();
      } catch (MediaException e) {
        if (e.next() != MediaException.Next.RETRY) {
          throw e;
        }
        all = false; // an unreachable server does not stop the camera
      }
    }
    return all;
  }

  private void show(RecordingInfo now) {
    latest.put(now.id(), now);
    console.status(
        latest.values().stream()
            .map(r -> (latest.size() == 1 ? "" : r.name() + ": ") + Figures.progress(r))
            .collect(Collectors.joining(" | ")));
  }
}
