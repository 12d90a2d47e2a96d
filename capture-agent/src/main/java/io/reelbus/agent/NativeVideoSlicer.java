package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Video packets that the worker decodes: borders by {@link KeyBorders}, pictures by presentation
 * time. The range of a slice starts at the key packet at or before its border, and ends before the
 * first packet with decode time at or behind the next border: until there, decode order may still
 * bring pictures that are shown before it.
 */
final class NativeVideoSlicer implements TrackSlicer {

  /** A slice that has begun. Its end is known when the next one has begun too. */
  private static final class Open {
    final int slice;
    final long from;
    final TapeEntry leadIn;
    final AccountBuilder account;
    boolean used;

    Open(int slice, long from, TapeEntry leadIn, SliceGrid grid) {
      this.slice = slice;
      this.from = from;
      this.leadIn = leadIn;
      this.account = new AccountBuilder(grid);
    }
  }

  private final SliceGrid grid;
  private final boolean live;
  private final KeyBorders borders;
  private final Deque<Open> open = new ArrayDeque<>(); // the oldest first; few
  private final List<TapeEntry> uncounted = new ArrayList<>(); // shown behind the next border
  private @Nullable TapeEntry lastKey;
  private @Nullable TapeEntry previous;
  private @Nullable Gap pause; // that the open slice begins behind
  private @Nullable Gap lost; // before a key packet has come
  private int beginSlice; // the open slice when recording began or went on
  private long begin; // first timestamp that belongs
  private long firstShown;

  /**
   * Makes one.
   *
   * @param live true when pictures before the origin do not belong; packets before it are still
   *     worth giving, as lead-in
   */
  NativeVideoSlicer(SliceGrid grid, boolean live) {
    this.grid = grid;
    this.live = live;
    this.borders = new KeyBorders(grid);
    this.begin = live ? grid.originTimestamp() : Long.MIN_VALUE;
  }

  @Override
  public List<SlicePlan> add(TapeEntry entry) {
    if (entry.key()) {
      beginWithKey(entry);
    } else if (lastKey == null) {
      return List.of(); // cannot be decoded
    }
    TapeEntry key = Objects.requireNonNull(lastKey);
    while (borders.begins(entry)) {
      // A picture at a forced border is decoded from the key packet before it.
      TapeEntry leadIn = key.timestamp() <= borders.border() ? key : open.getLast().leadIn;
      open.add(new Open(borders.slice(), borders.border(), leadIn, grid));
    }
    List<SlicePlan> complete = new ArrayList<>(0);
    while (open.size() > 1 && secondFrom() <= entry.decodeTimestamp()) {
      complete.add(close(open.removeFirst(), false, open.getFirst().from));
    }
    count(entry);
    previous = entry;
    return complete;
  }

  private void beginWithKey(TapeEntry entry) {
    if (open.isEmpty() || (open.size() == 1 && isBetterLeadIn(open.getFirst(), entry))) {
      open.clear();
      firstShown = live ? begin : entry.timestamp();
      Open opened = new Open(beginSlice, begin, entry, grid);
      opened.account.lose(pause);
      open.add(opened);
    }
    lastKey = entry;
  }

  /** Live: a later key packet that is still not behind the origin. */
  private boolean isBetterLeadIn(Open only, TapeEntry key) {
    return live && only.slice == beginSlice && key.timestamp() <= begin;
  }

  private long secondFrom() {
    var all = open.iterator();
    all.next();
    return all.next().from;
  }

  /** Counts what surely belongs to the open slice; the rest when its border is known. */
  private void count(TapeEntry entry) {
    boolean sure = open.size() == 1 && entry.timestamp() < borders.next();
    if (sure) {
      count(entry, open.getFirst());
    } else {
      uncounted.add(entry);
    }
  }

  private void count(TapeEntry entry, Open owner) {
    if (owner.slice == beginSlice && entry.timestamp() < firstShown) {
      return; // before the origin, or a leading picture of the very first key packet
    }
    owner.account.lose(entry.gap());
    if (entry.timestamp() < owner.from) {
      owner.account.lose(
          new Gap(
              LossCause.CORRUPT_INPUT,
              1,
              entry.timestamp(),
              entry.timestamp() + entry.duration(),
              "shown before slice " + owner.slice + " but decoded behind its end"));
      return;
    }
    owner.used = true;
    if (entry.hidden()) {
      return;
    }
    owner.account.count(1, entry.timestamp(), entry.timestamp() + entry.duration(), entry.wallUs());
  }

  @Override
  public void lose(Gap gap) {
    if (open.isEmpty()) {
      lost = gap;
    } else {
      open.getLast().account.lose(gap);
    }
  }

  @Override
  public List<SlicePlan> pause(long timestamp, long nextSlice) {
    List<SlicePlan> complete = new ArrayList<>(1);
    if (open.isEmpty()) {
      while (borders.beginsUpTo(nextSlice)) {
        complete.add(nothing(borders.border(), null, false));
        begin(borders.border());
      }
      return complete;
    }
    while (borders.beginsUpTo(nextSlice)
        || (open.getLast().from < timestamp && borders.open(timestamp))) {
      open.add(new Open(borders.slice(), borders.border(), open.getLast().leadIn, grid));
    }
    while (open.size() > 1) {
      complete.add(close(open.removeFirst(), false, open.getFirst().from));
    }
    open.clear();
    uncounted.clear();
    lastKey = null;
    begin(timestamp);
    return complete;
  }

  private void begin(long timestamp) {
    beginSlice = borders.slice();
    begin = timestamp;
    pause = null;
    lost = null;
  }

  @Override
  public void resume(long timestamp, Gap behind) {
    begin(timestamp);
    pause = behind;
  }

  /** The open slice, when no key packet has begun it. */
  private SlicePlan nothing(long to, @Nullable Gap tail, boolean isLast) {
    AccountBuilder nothing = new AccountBuilder(grid);
    nothing.lose(pause);
    nothing.lose(lost);
    nothing.lose(tail);
    return new SlicePlan(
        beginSlice, null, null, begin, to, 0, 0, 0, isLast, nothing.build(beginSlice));
  }

  @Override
  public List<SlicePlan> end(long endTimestamp, @Nullable Gap tail) {
    List<SlicePlan> complete = new ArrayList<>(1);
    if (open.isEmpty()) {
      complete.add(nothing(endTimestamp, tail, true));
      return complete;
    }
    while (open.size() > 1) {
      complete.add(close(open.removeFirst(), false, open.getFirst().from));
    }
    open.getFirst().account.lose(tail);
    complete.add(close(open.removeFirst(), true, endTimestamp));
    return complete;
  }

  private SlicePlan close(Open o, boolean isLast, long to) {
    uncounted.removeIf(
        e -> {
          if (e.timestamp() < to) {
            count(e, o);
          }
          return e.timestamp() < to;
        });
    boolean empty = !o.used; // nothing to decode for
    return new SlicePlan(
        o.slice,
        empty ? null : o.leadIn,
        empty ? null : previous,
        o.from,
        to,
        0,
        0,
        0,
        isLast,
        o.account.build(o.slice));
  }

  @Override
  public long neededPosition() {
    return open.isEmpty() ? Long.MAX_VALUE : open.getFirst().leadIn.position();
  }
}
