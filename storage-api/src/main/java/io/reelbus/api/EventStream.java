package io.reelbus.api;

import io.reelbus.api.view.EventRing;
import io.reelbus.model.LedgerEvent;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/**
 * One client that listens to events. It remembers only a place in the ring: when the client is
 * slow, nothing is queued for it, and when it falls out of the ring it gets a {@code gap} event.
 * Owned by the event loop.
 */
final class EventStream {

  private static final long HEARTBEAT_MS = 15_000;
  private static final int BATCH = 100;

  private final Vertx vertx;
  private final Context context;
  private final EventRing ring;
  private final String process;
  private final Predicate<LedgerEvent> matches;
  private final HttpServerResponse response;
  private final Runnable onEnd;
  private final AtomicBoolean woken = new AtomicBoolean();
  private final Runnable listener = this::wake;
  private long next;
  private long heartbeat;
  private boolean draining;
  private boolean ended;

  EventStream(
      Vertx vertx,
      EventRing ring,
      String process,
      Predicate<LedgerEvent> matches,
      HttpServerResponse response,
      Runnable onEnd) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.ring = ring;
    this.process = process;
    this.matches = matches;
    this.response = response;
    this.onEnd = onEnd;
  }

  void start(long from, boolean gap) {
    next = from;
    response.closeHandler(closed -> end());
    response.exceptionHandler(failure -> end());
    response.write("retry: 2000\n: reelbus\n\n");
    if (gap) {
      gap();
    }
    heartbeat = vertx.setPeriodic(HEARTBEAT_MS, timer -> beat());
    ring.listen(listener);
    pump();
  }

  /** By a tail thread. */
  private void wake() {
    if (woken.compareAndSet(false, true)) {
      context.runOnContext(
          v -> {
            woken.set(false);
            pump();
          });
    }
  }

  private void pump() {
    while (!ended && !draining) {
      if (response.writeQueueFull()) {
        draining = true;
        response.drainHandler(
            drained -> {
              draining = false;
              pump();
            });
        return;
      }
      EventRing.Batch batch = ring.from(next, BATCH, matches);
      if (batch.missed()) {
        gap();
      }
      next = batch.next();
      if (batch.events().isEmpty()) {
        return;
      }
      StringBuilder text = new StringBuilder();
      for (EventRing.Numbered event : batch.events()) {
        text.append("id: ").append(process).append('-').append(event.sequence());
        text.append("\nevent: ").append(LedgerJson.type(event.event()));
        text.append("\ndata: ").append(LedgerJson.event(event.event()).encode()).append("\n\n");
      }
      response.write(text.toString());
    }
  }

  private void gap() {
    response.write(
        "event: gap\ndata: {\"type\":\"gap\",\"reason\":\"events behind the last one you had are"
            + " no longer kept; look at the recordings again\"}\n\n");
  }

  private void beat() {
    if (!ended && !response.writeQueueFull()) {
      response.write(":\n\n");
    }
  }

  private void end() {
    if (!ended) {
      ended = true;
      vertx.cancelTimer(heartbeat);
      ring.unlisten(listener);
      onEnd.run();
    }
  }
}
