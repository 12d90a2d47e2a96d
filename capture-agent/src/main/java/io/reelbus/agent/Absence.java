package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The agent's absence as one recorder sees it that goes on behind it: from the last frame that is
 * on the tape to the first new one that is of use. Packets of pictures are of use from a key packet
 * on. Guarded by its recorder.
 */
final class Absence {

  static final String WHY = "the agent was down; recording goes on";

  private final boolean keyed;
  private final boolean audio;
  private boolean catchesUp;
  private boolean open;
  private boolean hole = true; // from the last cut on, until the first entry
  private boolean nothingTaken;
  private long decodedTo = Long.MIN_VALUE;
  private long shownTo = Long.MIN_VALUE;

  Absence(TrackFormat format) {
    this.audio = format.kind() == MediaKind.AUDIO;
    this.keyed = !audio && format.wire() == Wire.NATIVE;
  }

  /** What is on the tape behind the last cut comes now; call it before the first entry. */
  void catchUp() {
    catchesUp = true;
    hole = false;
  }

  /**
   * The agent was down behind the last entry.
   *
   * @param taken whether any entry so far belongs to the recording
   * @return false when there is no entry yet
   */
  boolean begin(boolean taken) {
    open = shownTo != Long.MIN_VALUE;
    hole |= !open;
    nothingTaken = open && !taken;
    return open;
  }

  /** Tape time behind all that was on the tape. */
  long from() {
    return shownTo;
  }

  /** The tape's next entry, with the absence before it; null while it is of no use. */
  @Nullable TapeEntry next(TapeEntry entry) {
    TapeEntry next = entry;
    if (open) {
      if ((keyed && !entry.key()) || entry.decodeTimestamp() < decodedTo) {
        return null;
      }
      open = false;
      next =
          entry.with(
              new Gap(LossCause.AGENT_DOWN, 0, shownTo, Math.max(shownTo, entry.timestamp()), WHY)
                  .and(entry.gap()));
    }
    long length = audio ? entry.sampleCount() : entry.duration();
    decodedTo = Math.max(decodedTo, entry.decodeTimestamp() + (audio ? length : 1));
    shownTo = Math.max(shownTo, entry.timestamp() + length);
    return next;
  }

  /**
   * What the first slice that is not cut yet lost at its beginning.
   *
   * @param takenFrom first timestamp that was taken, {@code Long.MAX_VALUE} for none
   * @return null when nothing is missing, or an entry names it
   */
  @Nullable Loss before(SliceGrid grid, int slice, long takenFrom) {
    if (!hole || nothingTaken) {
      return null;
    }
    long fromUs = grid.borderUs(slice);
    long toUs = takenFrom == Long.MAX_VALUE ? fromUs : Math.max(fromUs, grid.mediaUs(takenFrom));
    boolean missing = toUs > fromUs || !catchesUp;
    return missing ? new Loss(LossCause.AGENT_DOWN, 0, fromUs, toUs, WHY) : null;
  }
}
