package io.reelbus.agent;

/** So many bytes and no more, for several takers. Any thread. */
final class ByteBound {

  private final long bytes;
  private long taken;

  ByteBound(long bytes) {
    this.bytes = bytes;
  }

  /** Takes some; false, and none, when there is no room for them. */
  synchronized boolean take(long count) {
    if (taken + count > bytes) {
      return false;
    }
    taken += count;
    return true;
  }

  /** Gives some back. */
  synchronized void give(long count) {
    taken -= count;
  }

  synchronized long taken() {
    return taken;
  }
}
