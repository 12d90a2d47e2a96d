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
   * @param startedNs when its start was asked for, on {@link System#nanoTime}
   */
  public record Running(String name, String streamId, String recordingId, long startedNs) {}

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
      long startedNs = System.nanoTime(); // the answer comes when the agents know
      client.start(recorder.id(), settings.timesliceMs(), name);
      return new Running(name, stream.id(), recorder.id(), startedNs);
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
    List<Running> going = new ArrayList<>(running);
    while (!going.isEmpty()) {
      going.removeIf(one -> isOver(one, duration) && stopped(one));
      Duration next = untilNext(going, duration);
      // What is about to end is not looked at: an answer that takes long would make it longer.
      if (next.compareTo(LOOK_EVERY) >= 0 && allFinished(going, progress)) {
        break;
      }
      if (stop.await(untilNext(going, duration))) {
        break;
      }
    }
    going.forEach(this::stopped);
    Follower follower = new Follower(client, Duration.ofMinutes(2), Duration.ofMinutes(1));
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

  private static boolean isOver(Running one, @Nullable Duration duration) {
    return duration != null && System.nanoTime() - one.startedNs() >= duration.toNanos();
  }

  private boolean stopped(Running one) {
    client.stop(one.recordingId());
    return true;
  }

  /** How long to wait at most before something is to be done. */
  private static Duration untilNext(List<Running> going, @Nullable Duration duration) {
    if (duration == null) {
      return LOOK_EVERY;
    }
    long now = System.nanoTime();
    long left =
        going.stream()
            .mapToLong(one -> duration.toNanos() - (now - one.startedNs()))
            .min()
            .orElse(0);
    return Duration.ofNanos(Math.max(0, Math.min(left, LOOK_EVERY.toNanos())));
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
