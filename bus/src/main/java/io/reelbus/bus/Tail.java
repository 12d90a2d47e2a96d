package io.reelbus.bus;

import java.time.Duration;

/**
 * A listener that follows a topic on a thread of its own. A listener that throws stops its tail;
 * {@link #check} then says so.
 */
public interface Tail extends AutoCloseable {

  /**
   * Returns when everything durable before this call was given to the listener.
   *
   * @throws io.reelbus.model.MediaException RETRY when {@code timeout} passes before, STOP when the
   *     tail has stopped
   */
  void awaitCaughtUp(Duration timeout);

  /** Whether the tail runs. */
  Health check();

  /** Stops; the listener is not called after it returns. */
  @Override
  void close();
}
