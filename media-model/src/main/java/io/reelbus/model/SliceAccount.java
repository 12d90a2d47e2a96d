package io.reelbus.model;

import java.util.List;

/**
 * What the capture agent knows of a slice of one track when it cuts it. Units: video counts frames,
 * audio counts samples per channel; on a native tape packets are counted by what they decode to.
 *
 * @param captured units taken from the device in this slice, lost ones included
 * @param fromUs media time of the first unit, relative to the recording's start
 * @param toUs media time behind the last unit
 * @param capturedAtUs wall clock of the first unit, microseconds since the epoch
 * @param losses what is already known to be missing
 * @param capturedUntilAtUs wall clock of the last unit, microseconds since the epoch
 */
public record SliceAccount(
    long captured,
    long fromUs,
    long toUs,
    long capturedAtUs,
    List<Loss> losses,
    long capturedUntilAtUs) {

  /** One whose units came at the same moment. */
  public SliceAccount(long captured, long fromUs, long toUs, long capturedAtUs, List<Loss> losses) {
    this(captured, fromUs, toUs, capturedAtUs, losses, capturedAtUs);
  }

  /** Copies the list. */
  public SliceAccount {
    losses = List.copyOf(losses);
  }

  /** The same, with these losses and no others. */
  public SliceAccount with(List<Loss> now) {
    return new SliceAccount(captured, fromUs, toUs, capturedAtUs, now, capturedUntilAtUs);
  }

  /** The same, of which so many units were captured and these lost. */
  public SliceAccount with(long units, List<Loss> now) {
    return new SliceAccount(units, fromUs, toUs, capturedAtUs, now, capturedUntilAtUs);
  }

  /** Units named lost. */
  public long lost() {
    return losses.stream().mapToLong(Loss::count).sum();
  }
}
