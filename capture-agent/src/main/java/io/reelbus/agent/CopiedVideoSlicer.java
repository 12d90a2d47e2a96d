package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.Cut;
import io.reelbus.model.LossCause;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Video packets that are passed through: borders by {@link KeyBorders}, neither lead-in nor tail. A
 * track begins with its first key packet (live: at or behind the origin); packets before it cannot
 * be decoded and are not captured. After a pause it begins again so; packets that wait are named.
 */
final class CopiedVideoSlicer implements TrackSlicer {

  private final SliceGrid grid;
  private final KeyBorders borders;
  private boolean begun;
  private long cutFrom = Long.MIN_VALUE; // what an earlier life cut had begun there
  private long begin;
  private long from;
  private long shown = Long.MIN_VALUE; // the latest before the pause
  private @Nullable Gap waiting;
  private boolean resumed;
  private @Nullable TapeEntry first;
  private @Nullable TapeEntry last;
  private AccountBuilder account;

  CopiedVideoSlicer(SliceGrid grid, boolean live) {
    this.grid = grid;
    this.borders = new KeyBorders(grid);
    this.begin = live ? grid.originTimestamp() : Long.MIN_VALUE;
    this.from = begin;
    this.account = new AccountBuilder(grid);
  }

  @Override
  public void goOn(Cut last) {
    begun = true; // its range may begin between two key packets
    cutFrom = last.fromTimestamp() - (last.originTimestamp() - grid.originTimestamp());
  }

  @Override
  public List<SlicePlan> add(TapeEntry entry) {
    if (!begun) {
      if (!entry.key() || entry.timestamp() < begin || entry.decodeTimestamp() <= shown) {
        wait(entry);
        return List.of();
      }
      begun = true;
      account.lose(waiting);
      waiting = null;
    }
    shown = Math.max(shown, entry.timestamp());
    List<SlicePlan> complete = new ArrayList<>(0);
    int open = borders.slice();
    while (borders.begins(entry)) {
      complete.add(next(open));
      open = borders.slice();
    }
    if (first == null) {
      first = entry;
    }
    last = entry;
    account.lose(entry.gap());
    account.count(1, entry.timestamp(), entry.timestamp() + entry.duration(), entry.wallUs());
    return complete;
  }

  private void wait(TapeEntry entry) {
    if (resumed && entry.timestamp() >= begin) {
      waiting =
          new Gap(
              LossCause.PAUSED,
              waiting == null ? 1 : waiting.count() + 1,
              begin,
              entry.timestamp() + entry.duration(),
              "recording goes on with the first key picture behind the pause");
    }
  }

  /** Closes the slice that was open before {@link #borders} went on. */
  private SlicePlan next(int open) {
    SlicePlan complete = close(open, borders.border(), false);
    from = borders.border();
    first = null;
    last = null;
    account = new AccountBuilder(grid);
    return complete;
  }

  @Override
  public void lose(Gap gap) {
    account.lose(gap);
  }

  @Override
  public List<SlicePlan> pause(long timestamp, long nextSlice) {
    List<SlicePlan> complete = new ArrayList<>(1);
    account.lose(waiting);
    waiting = null;
    int open = borders.slice();
    while (borders.beginsUpTo(nextSlice) || (first != null && borders.open(timestamp))) {
      complete.add(next(open));
      open = borders.slice();
    }
    begun = false;
    return complete;
  }

  @Override
  public void resume(long timestamp, Gap pause) {
    begin = timestamp;
    begun = timestamp <= cutFrom;
    resumed = true;
    account.lose(pause);
  }

  @Override
  public List<SlicePlan> end(long endTimestamp, @Nullable Gap tail) {
    account.lose(waiting);
    account.lose(tail);
    return List.of(close(borders.slice(), endTimestamp, true));
  }

  private SlicePlan close(int slice, long to, boolean isLast) {
    return new SlicePlan(slice, first, last, from, to, 0, 0, 0, isLast, account.build(slice));
  }

  @Override
  public long neededPosition() {
    return first == null ? Long.MAX_VALUE : first.position();
  }
}
