package io.reelbus.bus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One lane's end of the cut queue. Belongs to one thread.
 *
 * <p>A delivery must be settled before the next {@link #poll}. Until then the broker gives this
 * consumer nothing more of that queue.
 */
public interface CutConsumer extends AutoCloseable {

  /**
   * The next cut, or null when none came within {@code timeout}.
   *
   * @throws IllegalStateException when the last delivery is not settled
   * @throws io.reelbus.model.MediaException RETRY when the bus cannot be reached
   */
  @Nullable Delivery poll(Duration timeout);

  /** Leaves the queue; an unsettled delivery goes to another worker. */
  @Override
  void close();
}
