package io.reelbus.encoder;

import io.reelbus.bus.Delivery;
import io.reelbus.model.MediaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lock of a cut while it is worked on. That it is lost does no harm: the cut is done twice, and
 * its chunk counts once (I3). Belongs to the lane's thread.
 */
final class CutLock {

  private static final Logger LOG = LoggerFactory.getLogger(CutLock.class);

  private final Delivery delivery;
  private boolean held = true;

  CutLock(Delivery delivery) {
    this.delivery = delivery;
  }

  /** Whether no other worker may have the cut, as far as is known. */
  boolean isHeld() {
    return held;
  }

  /** Keeps it, if it is time to. */
  void renew() {
    if (!held) {
      return;
    }
    try {
      delivery.renew();
    } catch (MediaException e) {
      lost(e); // whatever it was: the queue's next call shows whether its client is of use
    }
  }

  /**
   * The cut is done.
   *
   * @throws MediaException when the bus does not take it
   */
  void accept() {
    settle(delivery::accept);
  }

  /** Gives the cut back. */
  void release() {
    settle(delivery::release);
  }

  /** Gives the cut back, and does not count it as tried. */
  void postpone() {
    settle(delivery::postpone);
  }

  private void settle(Runnable call) {
    try {
      call.run();
    } catch (MediaException e) {
      if (!e.name().equals(Delivery.LOCK_LOST)) {
        throw e;
      }
      lost(e);
    }
  }

  private void lost(MediaException e) {
    if (held) {
      LOG.warn("{}; it may be done twice, which is harmless", e.getMessage());
    }
    held = false;
  }
}
