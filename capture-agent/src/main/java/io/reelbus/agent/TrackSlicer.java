package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides where the slices of one track of one recording begin and end. Pure: no clock, no bus; the
 * same entries give the same slices. One thread at a time.
 *
 * <p>Call order: {@link #add} for every entry of the tape in tape order, then {@link #end} once.
 */
interface TrackSlicer {

  /**
   * Takes the next frame of the tape.
   *
   * @return the slices that are complete now, in order; mostly none
   */
  List<SlicePlan> add(TapeEntry entry);

  /**
   * Ends the track.
   *
   * @param endTimestamp frames at or behind it do not belong; {@code Long.MAX_VALUE} when all do
   * @param tail what is missing behind the last entry, null when nothing is
   * @return the remaining slices, at least one, the last of them {@code last}
   */
  List<SlicePlan> end(long endTimestamp, @Nullable Gap tail);

  /**
   * Position on the tape ({@link TapeEntry#position()}) before which nothing is needed for slices
   * to come; {@code Long.MAX_VALUE} when nothing that is on the tape is needed.
   */
  long neededPosition();
}
