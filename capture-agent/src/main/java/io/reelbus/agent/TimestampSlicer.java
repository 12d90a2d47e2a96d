package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.Cut;
import io.reelbus.model.HeardSamples;
import io.reelbus.model.MediaKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Raw video and copied audio: an entry belongs to slice k when {@code kT <= timestamp < (k+1)T}.
 *
 * <p>No lead-in, no tail. An entry that goes back in time stays in the open slice.
 */
final class TimestampSlicer implements TrackSlicer {

  private final SliceGrid grid;
  private final MediaKind kind;
  private final HeardSamples heard = new HeardSamples();
  private long lastHeard;
  private int slice;
  private long begin; // what is before does not belong
  private long cutTo = Long.MIN_VALUE; // by an earlier life
  private long from;
  private @Nullable TapeEntry first;
  private @Nullable TapeEntry last;
  private AccountBuilder account;

  /**
   * Makes one.
   *
   * @param grid borders
   * @param kind what to count: frames or samples
   * @param live true when entries before the origin do not belong
   */
  TimestampSlicer(SliceGrid grid, MediaKind kind, boolean live) {
    this.grid = grid;
    this.kind = kind;
    this.begin = live ? grid.originTimestamp() : Long.MIN_VALUE;
    this.from = begin;
    this.account = new AccountBuilder(grid);
  }

  @Override
  public void goOn(Cut last) {
    cutTo = last.toTimestamp() - (last.originTimestamp() - grid.originTimestamp());
  }

  @Override
  public List<SlicePlan> add(TapeEntry entry) {
    if (entry.timestamp() < Math.max(begin, cutTo)) {
      return List.of();
    }
    List<SlicePlan> complete = new ArrayList<>(0);
    closeBy(entry.timestamp(), complete);
    if (first == null) {
      first = entry;
    }
    last = entry;
    account.lose(entry.gap());
    boolean audio = kind == MediaKind.AUDIO;
    lastHeard = audio ? heard.next(entry.sampleCount(), entry.skipStart(), entry.skipEnd()) : 1;
    account.count(
        lastHeard,
        entry.timestamp(),
        entry.timestamp() + (audio ? entry.sampleCount() : entry.duration()),
        entry.wallUs());
    return complete;
  }

  private void closeBy(long timestamp, List<SlicePlan> complete) {
    for (long border = grid.border(slice + 1L);
        border <= timestamp;
        border = grid.border(slice + 1L)) {
      complete.add(next(border));
    }
  }

  private SlicePlan next(long border) {
    SlicePlan complete = close(border, false);
    slice++;
    from = border;
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
    while (slice < nextSlice) {
      complete.add(next(grid.border(slice + 1L)));
    }
    if (first != null) {
      complete.add(next(timestamp)); // the pause came late
    }
    return complete;
  }

  @Override
  public void resume(long timestamp, Gap pause) {
    begin = timestamp;
    account.lose(pause);
  }

  @Override
  public List<SlicePlan> end(long endTimestamp, @Nullable Gap tail) {
    TapeEntry end = last;
    if (kind == MediaKind.AUDIO && end != null) {
      account.shorten(HeardSamples.filling(lastHeard, end.duration()));
    }
    account.lose(tail);
    return List.of(close(endTimestamp, true));
  }

  private SlicePlan close(long to, boolean isLast) {
    return new SlicePlan(slice, first, last, from, to, 0, 0, 0, isLast, account.build(slice));
  }

  @Override
  public long neededPosition() {
    return first == null ? Long.MAX_VALUE : first.position();
  }
}
