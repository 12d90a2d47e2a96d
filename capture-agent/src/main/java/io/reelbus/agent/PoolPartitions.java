package io.reelbus.agent;

import io.reelbus.model.MediaException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The partitions of the agent's pool topic, borrowed by files, first come first served. A file gets
 * all it needs at once or waits, so that two files cannot wait for each other. Any thread.
 */
final class PoolPartitions {

  private static final long LOOK_MS = 500;

  private final int size;
  private final Deque<Integer> free = new ArrayDeque<>();
  private final Deque<Object> queue = new ArrayDeque<>();

  PoolPartitions(int size) {
    this.size = size;
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
      while (!ticket.equals(queue.peek()) || free.size() < count) {
        if (cancelled.getAsBoolean()) {
          return List.of();
        }
        wait(LOOK_MS);
      }
      List<Integer> taken = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        taken.add(free.remove());
      }
      return taken;
    } finally {
      queue.remove(ticket);
      notifyAll();
    }
  }

  /** Gives a partition back; it must be empty of what anybody needs. */
  synchronized void release(int partition) {
    free.add(partition);
    notifyAll();
  }
}
