package io.reelbus.agent;

import io.reelbus.model.MediaException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of the agent's pool topic, borrowed by files, first come first served. A file gets
 * all it needs at once or waits, so that two files cannot wait for each other. What cuts of an
 * earlier life of the agent need is not lent: its next user would empty it. Any thread.
 */
final class PoolPartitions {

  private static final long LOOK_MS = 500;

  private final int size;
  private final IntPredicate needed;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Deque<Object> queue = new ArrayDeque<>();

  /**
   * Makes a pool of {@code size} partitions, all free.
   *
   * @param needed whether cuts of an earlier life of the agent are in a partition; any thread
   */
  PoolPartitions(int size, IntPredicate needed) {
    this.size = size;
    this.needed = needed;
    for (int i = 0; i < size; i++) {
      free.add(i);
    }
  }

  /**
   * Borrows partitions; waits until they are free.
   *
   * @param cancelled ends the wait when true
   * @return {@code count} partitions, or none when cancelled
   * @throws MediaException {@code NotSupportedError}: more tracks than the pool will ever have
   */
  synchronized List<Integer> acquire(int count, BooleanSupplier cancelled)
      throws InterruptedException {
    if (count > size) {
      throw new MediaException(
          "NotSupportedError",
          MediaException.Next.STOP,
          "tracks: " + count + " (expected: <= " + size + ", the partitions of the tape pool)");
    }
    Object ticket = new Object();
    queue.add(ticket);
    try {
      List<Integer> usable = usable();
      while (!ticket.equals(queue.peek()) || usable.size() < count) {
        if (cancelled.getAsBoolean()) {
          return List.of();
        }
        wait(LOOK_MS);
        usable = usable();
      }
      List<Integer> taken = List.copyOf(usable.subList(0, count));
      free.removeAll(taken);
      return taken;
    } finally {
      queue.remove(ticket);
      notifyAll();
    }
  }

  private List<Integer> usable() {
    return free.stream().filter(partition -> !needed.test(partition)).toList();
  }

  /** Borrows one of these; null when none of them is free. Does not wait. */
  synchronized @Nullable Integer acquireOneOf(Collection<Integer> wanted) {
    for (Integer partition : usable()) {
      if (wanted.contains(partition)) {
        free.remove(partition);
        return partition;
      }
    }
    return null;
  }

  /** Gives a partition back; it must be empty of what anybody needs. */
  synchronized void release(int partition) {
    free.add(partition);
    notifyAll();
  }
}
