package io.reelbus.api.view;

import io.reelbus.bus.StateChange;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The newest changes of a state topic, so that who wrote one can see what it was written on top of:
 * the order of the topic is the same for all its writers. Bound: 1000 changes. Any thread.
 *
 * @param <T> kind of state
 */
public final class RecentChanges<T> {

  private static final int KEPT = 1000;

  private record Asked<T>(
      String key, long offset, CompletableFuture<Optional<StateChange<T>>> answer) {}

  private final Deque<StateChange<T>> newest = new ArrayDeque<>();
  private final List<Asked<T>> asked = new ArrayList<>();
  private long seen = -1;

  /** By the tail's thread, when the change is in the view. */
  synchronized void add(StateChange<T> change) {
    newest.addLast(change);
    if (newest.size() > KEPT) {
      newest.removeFirst();
    }
    seen = change.offset();
    for (Asked<T> each : List.copyOf(asked)) {
      if (each.offset() <= seen) {
        asked.remove(each);
        each.answer().complete(find(each.key(), each.offset()));
      }
    }
    asked.removeIf(each -> each.answer().isDone()); // nobody waits any more
  }

  /**
   * The change of a key just before the one at an offset, once that was seen; empty when it is not
   * among the newest. It is completed by a tail thread.
   */
  public synchronized CompletableFuture<Optional<StateChange<T>>> before(String key, long offset) {
    CompletableFuture<Optional<StateChange<T>>> answer = new CompletableFuture<>();
    if (offset <= seen) {
      answer.complete(find(key, offset));
    } else {
      asked.add(new Asked<>(key, offset, answer));
    }
    return answer;
  }

  private Optional<StateChange<T>> find(String key, long offset) {
    for (Iterator<StateChange<T>> it = newest.descendingIterator(); it.hasNext(); ) {
      StateChange<T> change = it.next();
      if (change.offset() < offset && change.key().equals(key)) {
        return Optional.of(change);
      }
    }
    return Optional.empty();
  }
}
