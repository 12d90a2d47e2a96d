package io.reelbus.agent;

import io.reelbus.bus.TapeAdmin;
import io.reelbus.model.MediaException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Empties the partitions of the pool that hold frames which no cut needs (I6): those of an earlier
 * life of the agent; those that could not be freed because the bus was away; and those that came
 * back, for a broker that is killed forgets what was freed within its last minute. So it looks at
 * each of them again and again. Stepped by the control thread; waits for the cluster elsewhere.
 */
final class PoolLeftovers {

  private static final Logger LOG = LoggerFactory.getLogger(PoolLeftovers.class);

  /** Between two looks at all partitions. */
  static final long AGAIN_NANOS = 10_000_000_000L;

  private final TapeAdmin admin;
  private final PoolPartitions pool;
  private final String topic;
  private final Executor waiting;
  private final LongSupplier nanoClock;
  private final List<Integer> all;
  private final Set<Integer> left = ConcurrentHashMap.newKeySet();
  private long lookedNanos;
  private final AtomicBoolean busy = new AtomicBoolean();

  /**
   * Makes one for a pool of which nobody knows what is in it.
   *
   * @param waiting where calls may wait for the cluster
   */
  PoolLeftovers(
      TapeAdmin admin,
      PoolPartitions pool,
      String topic,
      int partitions,
      Executor waiting,
      LongSupplier nanoClock) {
    this.admin = admin;
    this.pool = pool;
    this.topic = topic;
    this.waiting = waiting;
    this.nanoClock = nanoClock;
    this.all = IntStream.range(0, partitions).boxed().toList();
    this.lookedNanos = nanoClock.getAsLong() - AGAIN_NANOS;
  }

  /** Time passes. */
  void tick() {
    long now = nanoClock.getAsLong();
    if (now - lookedNanos >= AGAIN_NANOS) {
      lookedNanos = now;
      left.addAll(all);
    }
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
