package io.reelbus.api;

import io.reelbus.api.view.RecentChanges;
import io.reelbus.bus.StateChange;
import io.reelbus.model.MediaException;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Carries out commands on desired state that other API processes write too. A state is written
 * whole, so a command that another process gave at the same moment could be overwritten: whoever
 * wrote last sees on the topic what it wrote on top of, and if that is not what it knew, gives its
 * command again to that. Owned by the event loop.
 *
 * @param <T> kind of state
 */
final class Commands<T> {

  private static final int MAX_ATTEMPTS = 8;

  private final RecentChanges<T> changes;
  private final Function<T, Future<Long>> write;
  private final Seen seen;

  /** Waits for what a tail thread completes. */
  interface Seen {
    /** The same on the caller's context, with a deadline. */
    <R> Future<R> await(CompletableFuture<R> future);
  }

  Commands(RecentChanges<T> changes, Function<T, Future<Long>> write, Seen seen) {
    this.changes = changes;
    this.write = write;
    this.seen = seen;
  }

  /**
   * Changes a state; completes with what is on the bus then and in the view.
   *
   * @param base the state as it is known
   * @param command may refuse by an exception; gives the same state when there is nothing to do
   */
  Future<T> carryOut(String key, T base, UnaryOperator<T> command) {
    T next = command.apply(base);
    return next.equals(base)
        ? Future.succeededFuture(base)
        : written(key, base, next, command, null, 1);
  }

  /** Writes a state; {@code expected} is what should be on the topic before it. */
  private Future<T> written(
      String key,
      T expected,
      T next,
      UnaryOperator<T> command,
      @Nullable RuntimeException refused,
      int attempt) {
    return write
        .apply(next)
        .compose(offset -> seen.await(changes.before(key, offset)))
        .compose(before -> checked(key, expected, next, before, command, refused, attempt));
  }

  private Future<T> checked(
      String key,
      T expected,
      T next,
      Optional<StateChange<T>> before,
      UnaryOperator<T> command,
      @Nullable RuntimeException refused,
      int attempt) {
    T other = before.map(StateChange::value).orElse(null);
    if (other == null || other.equals(expected)) {
      return refused == null ? Future.succeededFuture(next) : Future.failedFuture(refused);
    }
    if (attempt == MAX_ATTEMPTS) {
      return Future.failedFuture(
          new MediaException(
              "AbortError", MediaException.Next.RETRY, key + ": changed by too many at once"));
    }
    T again = other; // what it overwrote comes back in any case
    RuntimeException why = null;
    try {
      again = command.apply(other);
    } catch (Refusal e) {
      why = e;
    }
    return written(key, next, again, command, why, attempt + 1); // behind its own, if in time
  }
}
