package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.MediaKind;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides where the slices of one track of one recording begin and end. Pure: no clock, no bus; the
 * same entries give the same slices. One thread at a time.
 *
 * <p>Call order: {@link #add} for every entry of the tape in tape order, then {@link #end} once. In
 * between, {@link #pause} once or more and then {@link #resume}, any number of times; before a
 * first {@code pause} and before {@code end}, perhaps {@link #lose}. All times are recorded time:
 * those of the tape less what was paused.
 */
interface TrackSlicer {

  /** The slicer of a track that becomes what {@code config} says. */
  static TrackSlicer of(SliceGrid grid, TrackFormat format, EncoderConfig config, boolean live) {
    if (format.kind() == MediaKind.AUDIO && config.audio() != null && !config.copy()) {
      return new EncodedAudioSlicer(grid, format, config.audio(), config.leadInPackets(), live);
    }
    if (format.kind() == MediaKind.AUDIO || format.wire() == Wire.RAW) {
      return new TimestampSlicer(grid, format.kind(), live);
    }
    return config.copy() ? new CopiedVideoSlicer(grid, live) : new NativeVideoSlicer(grid, live);
  }

  /**
   * Goes on as the slicer of an earlier life that made this cut would; call it before the first
   * entry, which is then the first of the cut's range or a later one.
   */
  default void goOn(Cut last) {}

  /**
   * Takes the next frame of the tape.
   *
   * @return the slices that are complete now, in order; mostly none
   */
  List<SlicePlan> add(TapeEntry entry);

  /** Something is missing behind the last entry, before what comes next: a pause, or the end. */
  void lose(Gap gap);

  /**
   * Recording pauses; what was added so far is all there is before. Again, when there are more
   * slices in the pause.
   *
   * @param timestamp of the pause, behind every entry
   * @param nextSlice in which recording will go on
   * @return the slices before that one, in order
   */
  List<SlicePlan> pause(long timestamp, long nextSlice);

  /**
   * Recording goes on. Entries from before may follow, for what they are worth as lead-in.
   *
   * @param timestamp first that belongs
   * @param pause what the account of the slice says of it
   */
  void resume(long timestamp, Gap pause);

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
