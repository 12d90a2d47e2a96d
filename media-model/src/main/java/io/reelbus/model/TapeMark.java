package io.reelbus.model;

import org.jspecify.annotations.Nullable;

/**
 * What a live tape says of the place before a frame, for an agent that comes back and reads it.
 *
 * @param first whether the frame is the first of a session: what lies before it on the tape was
 *     written by an earlier one
 * @param missing what the session knew to be missing just before it, null for nothing
 */
public record TapeMark(boolean first, @Nullable Missing missing) {

  /** Nothing to say. */
  public static final TapeMark NONE = new TapeMark(false, null);

  /**
   * A named gap on a tape.
   *
   * @param cause why
   * @param count frames or samples missing, 0 when only the range is known
   * @param fromTimestamp start, in ticks of the tape
   * @param toTimestamp end, in the same
   * @param detail one line for a person
   */
  public record Missing(
      LossCause cause, long count, long fromTimestamp, long toTimestamp, String detail) {}
}
