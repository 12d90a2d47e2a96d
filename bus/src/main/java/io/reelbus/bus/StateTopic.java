package io.reelbus.bus;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Desired or announced state by key, the latest of which stays: a compacted topic.
 *
 * @param <T> kind of state
 */
public interface StateTopic<T> {

  /**
   * Writes the state of its key. Completes when durable, with the place of the record on the topic;
   * fails with RETRY otherwise.
   */
  CompletionStage<Long> put(T value);

  /** Removes a key. Completes when durable; fails with RETRY otherwise. */
  CompletionStage<Void> remove(String key);

  /** Calls {@code listener} with all there is, then with every change, on the tail's thread. */
  Tail tail(Consumer<StateChange<T>> listener);
}
