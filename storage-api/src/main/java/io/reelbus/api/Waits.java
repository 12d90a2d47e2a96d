package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.api.view.StreamState;
import io.reelbus.bus.Bus;
import io.reelbus.bus.StateTopic;
import io.reelbus.model.RecorderSpec;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.StreamSpec;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes desired state and waits until the view shows it, so that who asks next sees what was
 * written before. All futures complete on the caller's context.
 */
final class Waits {

  private static final long WRITE_SECONDS = 15;

  private final Vertx vertx;
  private final WorkerExecutor workers;
  private final ClusterView view;
  private final StateTopic<StreamSpec> streams;
  private final StateTopic<RecordingSpec> recordings;
  private final StateTopic<RecorderSpec> recorders;
  private final Commands<StreamSpec> streamCommands;
  private final Commands<RecordingSpec> recordingCommands;

  Waits(Vertx vertx, WorkerExecutor workers, ClusterView view, Bus bus) {
    this.vertx = vertx;
    this.workers = workers;
    this.view = view;
    this.streams = bus.streams();
    this.recordings = bus.recordings();
    this.recorders = bus.recorders();
    this.streamCommands =
        new Commands<>(view.streamChanges(), spec -> write(() -> streams.put(spec)), this::timed);
    this.recordingCommands =
        new Commands<>(
            view.recordingChanges(), spec -> write(() -> recordings.put(spec)), this::timed);
  }

  /** Writes a stream and waits until it is as wanted; null stands for "gone". */
  Future<@Nullable StreamState> put(
      StreamSpec spec, long seconds, Predicate<@Nullable StreamState> enough) {
    CompletableFuture<@Nullable StreamState> seen = view.streams().await(spec.streamId(), enough);
    return orForget(write(() -> streams.put(spec)), seen).compose(written -> seen(seen, seconds));
  }

  /**
   * Carries out a command on a stream and waits until it is as wanted.
   *
   * @param base as the view has it
   */
  Future<StreamState> change(
      StreamSpec base,
      UnaryOperator<StreamSpec> command,
      long seconds,
      Predicate<StreamState> enough) {
    String id = base.streamId();
    return streamCommands
        .carryOut(id, base, command)
        .compose(
            now ->
                seen(
                    view.streams().await(id, state -> state == null || enough.test(state)),
                    seconds))
        .map(
            state -> {
              if (state == null) {
                throw Refusal.of("AbortError", "stream " + id + " was removed meanwhile");
              }
              return state;
            });
  }

  /** Writes a new recording and waits until the view has it. */
  Future<@Nullable RecordingSnapshot> put(RecordingSpec spec) {
    CompletableFuture<@Nullable RecordingSnapshot> seen =
        view.recordings().await(spec.recordingId(), now -> now != null);
    return orForget(write(() -> recordings.put(spec)), seen)
        .compose(written -> seen(seen, WRITE_SECONDS));
  }

  /** Carries out a command on a recording; the view shows it then. */
  Future<RecordingSpec> change(RecordingSpec base, UnaryOperator<RecordingSpec> command) {
    return recordingCommands.carryOut(base.recordingId(), base, command);
  }

  /** Writes a recorder and waits until the view has it. */
  Future<RecorderSpec> put(RecorderSpec recorder) {
    return write(() -> recorders.put(recorder))
        .compose(offset -> timed(view.recorderChanges().before(recorder.recorderId(), offset)))
        .map(before -> recorder);
  }

  /** Takes a recorder from the bus; nobody waits for that. */
  Future<Void> removeRecorder(String recorderId) {
    return write(() -> recorders.remove(recorderId));
  }

  /** Takes a recording from the bus and waits until the view has lost it. */
  Future<@Nullable RecordingSnapshot> removeRecording(String recordingId) {
    CompletableFuture<@Nullable RecordingSnapshot> seen =
        view.recordings().await(recordingId, now -> now == null);
    return orForget(write(() -> recordings.remove(recordingId)), seen)
        .compose(written -> seen(seen, WRITE_SECONDS));
  }

  /** Takes a stream from the bus; nobody waits for that. */
  Future<Void> removeStream(String streamId) {
    return write(() -> streams.remove(streamId));
  }

  /** The first call to a broker may block for its metadata, hence the worker. */
  private <T> Future<T> write(Supplier<CompletionStage<T>> call) {
    Context context = vertx.getOrCreateContext();
    return workers
        .executeBlocking(call::get, false)
        .compose(stage -> Future.fromCompletionStage(stage, context))
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS);
  }

  /** Lets the view forget the waiter of a write that failed. */
  private static <T> Future<T> orForget(Future<T> written, CompletableFuture<?> seen) {
    return written.onFailure(failure -> seen.cancel(false));
  }

  private <T> Future<T> timed(CompletableFuture<T> future) {
    return Future.fromCompletionStage(future, vertx.getOrCreateContext())
        .timeout(WRITE_SECONDS, TimeUnit.SECONDS)
        .onFailure(failure -> future.cancel(false));
  }

  private <T> Future<@Nullable T> seen(CompletableFuture<@Nullable T> future, long seconds) {
    return Future.fromCompletionStage(future, vertx.getOrCreateContext())
        .timeout(seconds, TimeUnit.SECONDS)
        .onFailure(failure -> future.cancel(false)); // lets the view forget the waiter
  }
}
