package io.reelbus.api.view;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait until a view shows something. The view's lock guards it; whoever waits sets
 * the deadline, and a waiter whose future is done is forgotten at the next change.
 *
 * @param <S> snapshot; null stands for "not there"
 */
final class Waiters<S> {

  private record Waiter<S>(
      String key, Predicate<@Nullable S> enough, CompletableFuture<@Nullable S> future) {}

  private final List<Waiter<S>> waiting = new ArrayList<>();

  CompletableFuture<@Nullable S> add(
      String key, Predicate<@Nullable S> enough, @Nullable S current) {
    CompletableFuture<@Nullable S> future = new CompletableFuture<>();
    if (enough.test(current)) {
      future.complete(current);
    } else {
      waiting.add(new Waiter<>(key, enough, future));
    }
    return future;
  }

  /** Looks again at those who wait for {@code key}. The snapshot is only made when one does. */
  void changed(String key, Supplier<@Nullable S> snapshot) {
    if (waiting.isEmpty()) {
      return;
    }
    waiting.removeIf(waiter -> waiter.future().isDone());
    List<Waiter<S>> ready = new ArrayList<>();
    S now = null;
    for (Waiter<S> waiter : waiting) {
      if (waiter.key().equals(key)) {
        now = now == null ? snapshot.get() : now;
        if (waiter.enough().test(now)) {
          ready.add(waiter);
        }
      }
    }
    waiting.removeAll(ready);
    for (Waiter<S> waiter : ready) {
      waiter.future().complete(now);
    }
  }
}
