package io.reelbus.api;

import io.reelbus.api.view.AgentsView;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Patience with agents that are restarted: what is not found while one of them is away is looked
 * for again until it is back. Owned by the event loop.
 */
final class AwayAgents {

  private static final long LOOK_EVERY_MS = 250;

  private final AgentsView agents;
  private final Duration patience;

  AwayAgents(AgentsView agents, Duration patience) {
    this.agents = agents;
    this.patience = patience;
  }

  /** What a look gives that may refuse with {@code NotFoundError}. */
  <T> Future<T> find(Vertx vertx, Supplier<Future<T>> look) {
    Promise<T> found = Promise.promise();
    look(vertx, look, System.nanoTime() + patience.toNanos(), found);
    return found.future();
  }

  private <T> void look(Vertx vertx, Supplier<Future<T>> look, long endNanos, Promise<T> found) {
    boolean wait = agents.mayReturn() && endNanos - System.nanoTime() > 0;
    Future<T> looked;
    try {
      looked = look.get();
    } catch (RuntimeException e) {
      looked = Future.failedFuture(e);
    }
    looked.onComplete(
        done -> {
          if (wait && isNotFound(done.cause())) {
            vertx.setTimer(LOOK_EVERY_MS, timer -> look(vertx, look, endNanos, found));
          } else {
            found.handle(done);
          }
        });
  }

  private static boolean isNotFound(Throwable failure) {
    return failure instanceof Refusal refusal && refusal.problem().name().equals("NotFoundError");
  }
}
