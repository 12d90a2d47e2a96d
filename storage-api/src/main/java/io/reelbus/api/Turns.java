package io.reelbus.api;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Lets changes of one thing begin only when the one before is done. Owned by the event loop. */
final class Turns {

  private final Map<String, Future<?>> changing = new HashMap<>();

  /** Begins a change of {@code id} when those before it are done, whatever became of them. */
  <T> Future<T> take(String id, Supplier<Future<T>> change) {
    Future<?> before = changing.get(id);
    Future<T> now =
        before == null
            ? change.get()
            : before.transform(
                done -> {
                  try {
                    return change.get();
                  } catch (RuntimeException e) {
                    return Future.failedFuture(e);
                  }
                });
    changing.put(id, now);
    now.onComplete(done -> changing.remove(id, now));
    return now;
  }
}
