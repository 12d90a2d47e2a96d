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
 */
public record SliceAccount(
    long captured, long fromUs, long toUs, long capturedAtUs, List<Loss> losses) {

  /** Copies the list. */
  public SliceAccount {
    losses = List.copyOf(losses);
  }

  /** Units named lost. */
  public long lost() {
    return losses.stream().mapToLong(Loss::count).sum();
  }
}
