package io.reelbus.agent;

import io.reelbus.bus.TapeAdmin;
import io.reelbus.model.MediaException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the partitions of the pool in which an earlier life of the agent left frames, as soon as
 * no cut needs them (I6). Stepped by the control thread; waits for the cluster elsewhere.
 */
final class PoolLeftovers {

  private static final Logger LOG = LoggerFactory.getLogger(PoolLeftovers.class);

  private final TapeAdmin admin;
  private final PoolPartitions pool;
  private final String topic;
  private final Executor waiting;
  private final Set<Integer> left;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * Makes one for a pool of which nobody knows what is in it.
   *
   * @param waiting where calls may wait for the cluster
   */
  PoolLeftovers(
      TapeAdmin admin, PoolPartitions pool, String topic, int partitions, Executor waiting) {
    this.admin = admin;
    this.pool = pool;
    this.topic = topic;
    this.waiting = waiting;
    this.left =
        IntStream.range(0, partitions)
            .boxed()
            .collect(Collectors.toCollection(ConcurrentHashMap::newKeySet));
  }

  /** Time passes. */
  void tick() {
    if (!left.isEmpty() && busy.compareAndSet(false, true)) {
      waiting.execute(
          () -> {
            try {
              empty();
            } finally {
              busy.set(false);
            }
          });
    }
  }

  private void empty() {
    for (Integer partition; (partition = pool.acquireOneOf(left)) != null; ) {
      try {
        long end = admin.endOffset(topic, partition);
        if (admin.startOffset(topic, partition) < end) {
          admin.free(topic, partition, end);
        }
        left.remove(partition);
      } catch (MediaException e) {
        LOG.warn("{}-{} is emptied later: {}", topic, partition, e.getMessage());
        return;
      } finally {
        pool.release(partition);
      }
    }
  }
}
