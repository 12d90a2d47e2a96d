package io.reelbus.agent;

/** So many bytes and no more, for several takers. Any thread. */
final class ByteBound {

  private final long bytes;
  private long taken;

  ByteBound(long bytes) {
    this.bytes = bytes;
  }

  /** Takes some; false, and none, when there is no room for them. */
  boolean take(long count) {
    return take(count, bytes);
  }

  /** Takes some if no more than so many of all are then taken; false, and none, otherwise. */
  synchronized boolean take(long count, long most) {
    if (taken + count > Math.min(bytes, most)) {
      return false;
    }
    taken += count;
    return true;
  }

  /** All there are. */
  long bytes() {
    return bytes;
  }

  /** Gives some back. */
  synchronized void give(long count) {
    taken -= count;
  }

  synchronized long taken() {
    return taken;
  }
}
