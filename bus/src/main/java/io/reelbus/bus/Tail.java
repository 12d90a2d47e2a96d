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
   * @param patience how long it may be without giving anything: a long past takes its time
   * @throws io.reelbus.model.MediaException RETRY when that is over, STOP when the tail has stopped
   */
  void awaitCaughtUp(Duration patience);

  /** Whether the tail runs. */
  Health check();

  /** Stops; the listener is not called after it returns. */
  @Override
  void close();
}
