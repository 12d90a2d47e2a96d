package io.reelbus.system.chaos;

import io.reelbus.model.MediaException;
import io.reelbus.recorder.FileInfo;
import io.reelbus.recorder.RecorderInfo;
import io.reelbus.recorder.RecorderRequest;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.recorder.SourceRequest;
import io.reelbus.recorder.StreamInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Files that are ingested over and over, some at a time, whatever happens to the machine. */
final class IngestLoad {

  /** No outage of a schedule is longer. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final long LOOK_MS = 100;

  /** One file and what is made of it. */
  record Input(String name, Path file, String mimeType, String wire, @Nullable Long bitsPerSecond) {

    /** How a client asks for it. */
    RecorderRequest request(String streamId) {
      return RecorderRequest.of(streamId, mimeType).withBitRates(bitsPerSecond, null);
    }
  }

  /** What came out. */
  record Output(Input input, String recordingId, String state, String sha256, String message) {}

  private final ReelbusClient client;
  private final Consumer<String> stalled;
  private final List<Output> outputs = new CopyOnWriteArrayList<>();
  private volatile boolean over;

  /**
   * Begins nothing yet.
   *
   * @param stalled told, once for each, of recordings that take longer than any outage
   */
  IngestLoad(ReelbusClient client, Consumer<String> stalled) {
    this.client = client;
    this.stalled = stalled;
  }

  /** Ingests one after the other. */
  List<Output> once(List<Input> inputs) {
    List<Output> made = new ArrayList<>();
    inputs.forEach(input -> made.add(once(input)));
    return made;
  }

  /** Ingests in so many threads until {@link #finish}. */
  List<CompletableFuture<Void>> start(List<Input> inputs, int threads) {
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int n = 0; n < threads; n++) {
      int first = n;
      running.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = first; !over; i += threads) {
                  outputs.add(once(inputs.get(i % inputs.size())));
                }
              },
              task -> new Thread(task, "ingest-" + first).start()));
    }
    return running;
  }

  /** What is under way is the last. */
  List<Output> finish(List<CompletableFuture<Void>> running) {
    over = true;
    running.forEach(CompletableFuture::join);
    return outputs;
  }

  private Output once(Input input) {
    try {
      SourceRequest source = SourceRequest.file(input.file()).onWire(input.wire());
      StreamInfo stream = persist(() -> client.openStream(List.of(source)), "NotFoundError");
      RecorderInfo recorder = persist(() -> client.createRecorder(input.request(stream.id())));
      persist(() -> client.start(recorder.id(), 1000, input.name()));
      RecordingInfo finished = untilFinished(recorder.id());
      persist(
          () -> {
            client.closeStream(stream.id());
            return stream;
          });
      FileInfo file = finished.file();
      return new Output(
          input,
          recorder.id(),
          finished.state(),
          file == null ? "" : file.sha256(),
          finished.message() + finished.losses());
    } catch (MediaException e) {
      return new Output(input, "", e.name(), "", String.valueOf(e.getMessage()));
    }
  }

  private RecordingInfo untilFinished(String id) {
    long since = System.nanoTime();
    boolean told = false;
    while (true) {
      RecordingInfo now = persist(() -> client.recording(id));
      if (now.finished()) {
        return now;
      }
      if (!told && System.nanoTime() - since > PATIENCE.toNanos()) {
        told = true;
        stalled.accept("unfinished: " + now);
      }
      if (System.nanoTime() - since > 2 * PATIENCE.toNanos()) {
        throw new MediaException("TimeoutError", MediaException.Next.STOP, "unfinished: " + now);
      }
      sleep();
    }
  }

  /**
   * Repeats a call while nobody answers it.
   *
   * @param passing names of errors that are there while a part is away
   */
  static <T> T persist(Supplier<T> call, String... passing) {
    long since = System.nanoTime();
    while (true) {
      try {
        return call.get();
      } catch (MediaException e) {
        boolean again =
            e.next() == MediaException.Next.RETRY
                || e.name().equals("TimeoutError")
                || List.of(passing).contains(e.name());
        if (!again || System.nanoTime() - since > PATIENCE.toNanos()) {
          throw e;
        }
        sleep();
      }
    }
  }

  private static void sleep() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", MediaException.Next.STOP, "interrupted", e);
    }
  }
}
