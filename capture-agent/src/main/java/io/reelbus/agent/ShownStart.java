package io.reelbus.agent;

/**
 * Finds when the first picture of a track is shown: the first key packet, unless an edit list hides
 * packets at the start; then the earliest picture that is not hidden, which decode order may bring
 * a little late. Pure.
 */
final class ShownStart {

  private boolean decodable;
  private boolean hiding;
  private long earliest = Long.MAX_VALUE;

  /** Takes the next entry in decode order; whether {@link #timestamp} is certain now. */
  boolean add(TapeEntry entry) {
    decodable |= entry.key();
    hiding |= entry.hidden();
    if (!decodable || entry.hidden()) {
      return false;
    }
    if (!hiding || entry.decodeTimestamp() >= earliest) {
      earliest = Math.min(earliest, entry.timestamp());
      return true;
    }
    earliest = Math.min(earliest, entry.timestamp());
    return false;
  }

  /** Whether packets are hidden at the start. */
  boolean hides() {
    return hiding;
  }

  /** The earliest so far; {@code Long.MAX_VALUE} before any. */
  long timestamp() {
    return earliest;
  }
}
