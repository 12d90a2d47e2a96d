package io.reelbus.agent;

import io.reelbus.bus.CutPublisher;
import io.reelbus.bus.LedgerPublisher;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends cuts and ledger events on a thread of its own, and sends them again while the bus does not
 * take them. From any thread.
 *
 * <p>Bound: while the bus is away, a live track has one line or cut here, and slices behind it that
 * are no more than the frames in the {@link Spool}; a file waits for its cuts.
 */
final class Outbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final int ATTEMPTS = 60; // of what the bus will never take
  private static final long PAUSE_MS = 1000;

  private final ScheduledExecutorService emit =
      Executors.newSingleThreadScheduledExecutor(r -> Threads.daemon("reelbus-agent-emit", r));
  private final CutPublisher cuts;
  private final LedgerPublisher ledger;
  private final long pauseMs;
  private volatile String trouble = "";

  Outbox(CutPublisher cuts, LedgerPublisher ledger) {
    this(cuts, ledger, PAUSE_MS);
  }

  /** One that pauses so long before it sends something again. */
  Outbox(CutPublisher cuts, LedgerPublisher ledger, long pauseMs) {
    this.cuts = cuts;
    this.ledger = ledger;
    this.pauseMs = pauseMs;
  }

  /** The thread things are sent on. */
  ScheduledExecutorService executor() {
    return emit;
  }

  /** Sends a cut; completes when it is durable. */
  CompletableFuture<Void> cut(Cut cut) {
    return send("cut " + cut.id(), () -> cuts.publish(cut));
  }

  /** Sends a ledger event; completes when it is durable. */
  CompletableFuture<Void> event(LedgerEvent event) {
    return send(
        event.getClass().getSimpleName() + " of " + event.subjectId(), () -> ledger.publish(event));
  }

  private CompletableFuture<Void> send(String what, Supplier<CompletionStage<Void>> action) {
    CompletableFuture<Void> result = new CompletableFuture<>();
    try {
      emit.execute(() -> attempt(what, action, result, 1));
    } catch (RejectedExecutionException e) {
      result.completeExceptionally(e); // closed
    }
    return result;
  }

  private void attempt(
      String what,
      Supplier<CompletionStage<Void>> action,
      CompletableFuture<Void> result,
      int attempt) {
    CompletionStage<Void> stage;
    try {
      stage = action.get();
    } catch (RuntimeException e) {
      stage = CompletableFuture.failedFuture(e);
    }
    var unused =
        stage.whenComplete(
            (done, error) -> {
              if (error == null) {
                trouble = "";
                result.complete(null);
              } else if ((attempt >= ATTEMPTS && !mayPass(error)) || emit.isShutdown()) {
                trouble = what + ": " + error.getMessage();
                LOG.error("{} could not be sent", what, error);
                result.completeExceptionally(error);
              } else {
                trouble = what + ": " + error.getMessage();
                LOG.warn("{} is sent again: {}", what, error.getMessage());
                var unusedRetry =
                    emit.schedule(
                        () -> attempt(what, action, result, attempt + 1),
                        pauseMs,
                        TimeUnit.MILLISECONDS);
              }
            });
  }

  /** The bus is away, or has not been told yet that this agent may write. */
  private static boolean mayPass(Throwable error) {
    return cause(error) instanceof MediaException e
        && (e.next() == MediaException.Next.RETRY || e.name().equals("NotAllowedError"));
  }

  /** What went wrong, without what futures put around it. */
  static Throwable cause(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : null;
    return cause == null ? error : cause;
  }

  /** What could not be sent; empty when all is well. */
  String trouble() {
    return trouble;
  }

  /** Sends what is decided, for a time, then stops. */
  void close(Duration deadline) {
    emit.shutdown();
    try {
      if (!emit.awaitTermination(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
        emit.shutdownNow();
      }
    } catch (InterruptedException e) {
      emit.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }
}
