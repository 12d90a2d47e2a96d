package io.reelbus.api;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;

/**
 * Changes of the same thing, one after the other: each is decided on what the one before it wrote.
 * Owned by the event loop.
 */
final class Turns {

  /** Begins a change; may throw instead. */
  interface Change<T> {
    Future<T> begin();
  }

  private final Map<String, Future<?>> last = new HashMap<>();

  /** Begins a change when the one before it, of the same id, is over. */
  <T> Future<T> take(String id, Change<T> change) {
    Future<?> before = last.get(id);
    Future<T> now = before == null ? begin(change) : before.transform(done -> begin(change));
    last.put(id, now);
    now.onComplete(done -> last.remove(id, now));
    return now;
  }

  private static <T> Future<T> begin(Change<T> change) {
    try {
      return change.begin();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }
}
