package io.reelbus.agent;

import io.reelbus.bus.StateChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps back what a state topic gives until it is caught up with, then gives the latest change of
 * every key, then every change. A topic still holds what was desired once: an agent that starts
 * must not open a camera because of a stream that was closed yesterday. Any thread.
 */
final class LatestFirst<T> implements Consumer<StateChange<T>> {

  private final Consumer<StateChange<T>> next;
  private @Nullable Map<String, StateChange<T>> held = new LinkedHashMap<>();

  LatestFirst(Consumer<StateChange<T>> next) {
    this.next = next;
  }

  @Override
  public synchronized void accept(StateChange<T> change) {
    if (held == null) {
      next.accept(change);
      return;
    }
    held.remove(change.key()); // so that changes stay in the order of the topic
    held.put(change.key(), change);
  }

  /** Caught up. */
  synchronized void release() {
    if (held != null) {
      List<StateChange<T>> latest = List.copyOf(held.values());
      held = null;
      latest.forEach(next);
    }
  }
}
