package io.reelbus.standalone.job;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.DownloadedFile;
import io.reelbus.recorder.FileInfo;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import io.reelbus.standalone.StopSignal;
import io.reelbus.standalone.job.IngestPlan.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Batch ingest: each input becomes a recording, is downloaded, and is checked against its digest. A
 * bounded number run at the same time; one that fails does not hold up the others.
 */
public final class Ingest {

  private final ReelbusClient client;
  private final MediaSettings settings;
  private final int parallel;
  private final Console console;
  private final StopSignal stop;
  private final Follower follower;
  private final Map<Integer, String> running = new ConcurrentSkipListMap<>();
  private final AtomicInteger done = new AtomicInteger();

  /**
   * Makes one.
   *
   * @param parallel inputs at the same time, at least 1
   */
  public Ingest(
      ReelbusClient client,
      MediaSettings settings,
      int parallel,
      Console console,
      StopSignal stop) {
    this.client = client;
    this.settings = settings;
    this.parallel = parallel;
    this.console = console;
    this.stop = stop;
    this.follower = new Follower(client);
  }

  /**
   * Does all of a plan.
   *
   * @param each called with every result, in the plan's order, as soon as those before are known
   */
  public List<IngestResult> run(IngestPlan plan, Consumer<IngestResult> each)
      throws InterruptedException {
    int total = plan.items().size();
    AtomicInteger threads = new AtomicInteger();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            Math.min(parallel, Math.max(1, total)),
            task -> {
              Thread thread = new Thread(task, "reelbus-ingest-" + threads.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<IngestResult>> futures = new ArrayList<>();
      for (int i = 0; i < total; i++) {
        int index = i;
        futures.add(pool.submit(() -> one(index, total, plan.items().get(index))));
      }
      List<IngestResult> results = new ArrayList<>();
      for (Future<IngestResult> future : futures) {
        IngestResult result = future.get();
        results.add(result);
        each.accept(result);
      }
      return results;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
      console.clearStatus();
    }
  }

  private IngestResult one(int index, int total, Item item) throws InterruptedException {
    String refusal = item.refusal();
    try {
      if (refusal != null) {
        return IngestResult.failed(item.input(), refusal);
      }
      if (stop.isRequested()) {
        return IngestResult.failed(item.input(), "stopped before it began");
      }
      return record(index, total, item);
    } catch (MediaException e) {
      return IngestResult.failed(item.input(), String.valueOf(e.getMessage()));
    } finally {
      running.remove(index);
      done.incrementAndGet();
    }
  }

  private IngestResult record(int index, int total, Item item) throws InterruptedException {
    show(index, total, item.name() + ": opening");
    SourceRequest source = item.source();
    String wire = settings.wire();
    StreamInfo stream = client.openStream(List.of(wire == null ? source : source.onWire(wire)));
    try {
      RecorderInfo recorder =
          client.createRecorder(
              RecorderRequest.of(stream.id(), settings.mimeType())
                  .withBitRates(settings.videoBitsPerSecond(), settings.audioBitsPerSecond()));
      client.start(recorder.id(), settings.timesliceMs(), item.name());
      RecordingInfo finished =
          follower.untilFinished(
              recorder.id(),
              now -> {
                show(index, total, item.name() + ": " + Figures.progress(now));
                if (stop.isRequested()) {
                  client.stop(recorder.id());
                }
              });
      return result(item, finished);
    } finally {
      close(stream.id());
    }
  }

  private IngestResult result(Item item, RecordingInfo recording) {
    FileInfo file = recording.file();
    if (file == null) {
      return IngestResult.failed(item.input(), why(recording));
    }
    if (stop.isRequested()) {
      return IngestResult.failed(
          item.input(), "stopped before its end; what there is, is recording " + recording.id());
    }
    DownloadedFile output = client.downloadFile(recording.id(), item.target());
    return new IngestResult(
        item.input(),
        output.file().toString(),
        file.frames(),
        file.durationUs(),
        output.sha256(),
        recording.state(),
        recording.state().equals("stored") ? null : why(recording));
  }

  private static String why(RecordingInfo recording) {
    if (!recording.message().isBlank()) {
      return recording.message();
    }
    String gaps =
        recording.losses().stream()
            .limit(3)
            .map(l -> l.cause() + " at " + Figures.time(l.fromUs()) + " (" + l.detail() + ")")
            .collect(Collectors.joining("; "));
    return gaps.isEmpty() ? recording.state() : gaps;
  }

  private void show(int index, int total, String line) {
    running.put(index, line);
    String all = String.join(" | ", running.values());
    console.status(total == 1 ? all : done.get() + " of " + total + " done | " + all);
  }

  private void close(String streamId) {
    try {
      client.closeStream(streamId);
    } catch (MediaException e) {
      // The recording is finished; an agent that keeps the file open a while harms nobody.
      console.say("reelbus: stream " + streamId + " was not closed: " + e.getMessage());
    }
  }
}
