package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.Loss;
import io.reelbus.model.SliceAccount;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds up what was captured in one slice of one track. One thread at a time. */
final class AccountBuilder {

  /** Losses named one by one in a slice; the rest is added to the last of them. */
  private static final int MAX_LOSSES = 100;

  private final SliceGrid grid;
  private final List<Loss> losses = new ArrayList<>();
  private long units;
  private long from = Long.MAX_VALUE;
  private long to = Long.MIN_VALUE;
  private long wallUs;
  private long untilWallUs;

  AccountBuilder(SliceGrid grid) {
    this.grid = grid;
  }

  /** Counts {@code count} units that last from one timestamp to another. */
  void count(long count, long fromTimestamp, long toTimestamp, long entryWallUs) {
    if (units == 0) {
      wallUs = entryWallUs;
    }
    untilWallUs = Math.max(untilWallUs, entryWallUs);
    units += count;
    from = Math.min(from, fromTimestamp);
    to = Math.max(to, toTimestamp);
  }

  /** The last that was counted was shorter by so many units, of a tick each. */
  void shorten(long count) {
    units -= count;
    to -= count;
  }

  /** Names a gap; what is missing was captured but is lost. */
  void lose(@Nullable Gap gap) {
    if (gap == null) {
      return;
    }
    units += gap.count();
    Loss loss =
        new Loss(
            gap.cause(),
            gap.count(),
            grid.mediaUs(gap.fromTimestamp()),
            grid.mediaUs(gap.toTimestamp()),
            gap.detail());
    if (losses.size() < MAX_LOSSES) {
      losses.add(loss);
    } else {
      Loss last = losses.get(MAX_LOSSES - 1);
      losses.set(
          MAX_LOSSES - 1,
          new Loss(
              last.cause(),
              last.count() + loss.count(),
              last.fromUs(),
              loss.toUs(),
              last.detail()));
    }
  }

  /** The account of slice {@code k}; an empty one sits at its nominal start. */
  SliceAccount build(long k) {
    boolean empty = from > to;
    long nominalUs = grid.borderUs(k);
    return new SliceAccount(
        units,
        empty ? nominalUs : grid.mediaUs(from),
        empty ? nominalUs : grid.mediaUs(to),
        wallUs,
        losses,
        untilWallUs);
  }
}
