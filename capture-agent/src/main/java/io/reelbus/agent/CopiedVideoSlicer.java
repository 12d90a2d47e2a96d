package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Video packets that are passed through: borders by {@link KeyBorders}, neither lead-in nor tail. A
 * track begins with its first key packet (live: at or behind the origin); packets before it cannot
 * be decoded and are not captured.
 */
final class CopiedVideoSlicer implements TrackSlicer {

  private final SliceGrid grid;
  private final boolean live;
  private final KeyBorders borders;
  private boolean begun;
  private long from;
  private @Nullable TapeEntry first;
  private @Nullable TapeEntry last;
  private AccountBuilder account;

  CopiedVideoSlicer(SliceGrid grid, boolean live) {
    this.grid = grid;
    this.live = live;
    this.borders = new KeyBorders(grid);
    this.from = live ? grid.originTimestamp() : Long.MIN_VALUE;
    this.account = new AccountBuilder(grid);
  }

  @Override
  public List<SlicePlan> add(TapeEntry entry) {
    if (!begun) {
      if (!entry.key() || (live && entry.timestamp() < grid.originTimestamp())) {
        return List.of();
      }
      begun = true;
    }
    List<SlicePlan> complete = new ArrayList<>(0);
    int open = borders.slice();
    while (borders.begins(entry)) {
      complete.add(close(open, borders.border(), false));
      open = borders.slice();
      from = borders.border();
      first = null;
      last = null;
      account = new AccountBuilder(grid);
    }
    if (first == null) {
      first = entry;
    }
    last = entry;
    account.lose(entry.gap());
    account.count(1, entry.timestamp(), entry.timestamp() + entry.duration(), entry.wallUs());
    return complete;
  }

  @Override
  public List<SlicePlan> end(long endTimestamp, @Nullable Gap tail) {
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
