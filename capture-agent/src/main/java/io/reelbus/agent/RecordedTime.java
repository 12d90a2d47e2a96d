package io.reelbus.agent;

import io.reelbus.agent.SliceSchedule.Stretch;
import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeStretch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a track's tape lies in recorded time, which stands still while recording is paused (I7):
 * one stretch after the other. All tracks are moved by the same wall time, so sound and picture
 * stay together. One thread at a time.
 */
final class RecordedTime {

  private static final int DECODER_WARM_UP = 12; // packets

  private final SliceGrid grid;
  private final long startedAtUs;
  private final List<TapeStretch> past = new ArrayList<>();
  private int stretch;
  private long shift;
  private long begin;
  private long closed = Long.MIN_VALUE;

  /** In the first stretch. {@code startedAtUs} is the wall clock of media time 0. */
  RecordedTime(SliceGrid grid, long startedAtUs) {
    this.grid = grid;
    this.startedAtUs = startedAtUs;
    this.begin = grid.originTimestamp();
  }

  private Stretch open() {
    return grid.schedule().stretches().get(stretch);
  }

  /** Ticks by which the tape is ahead of recorded time. */
  long shift() {
    return shift;
  }

  /** Recorded time at which the open stretch begins. */
  long begin() {
    return begin;
  }

  /** Recorded time at which the last stretch was closed. */
  long closed() {
    return closed;
  }

  /** Tape time at which the open stretch ends, {@code Long.MAX_VALUE} when it does not. */
  long end() {
    long toUs = open().toUs();
    return toUs == Long.MAX_VALUE ? toUs : grid.at(toUs) + shift;
  }

  /** The slice in which the stretch behind the open or closed one begins. */
  long nextSlice() {
    return open().nextSlice();
  }

  /** Closes the open stretch; later than asked for when frames from behind it were taken. */
  void close(long takenTo) {
    closed = Math.max(Math.max(grid.at(open().toUs()), takenTo), begin);
    past.add(new TapeStretch(begin + shift, closed + shift, shift));
  }

  /** Opens the next stretch; false when recording does not go on, as far as is known. */
  boolean next() {
    if (stretch + 1 >= grid.schedule().stretches().size()) {
      return false;
    }
    stretch++;
    shift = ticks(open().pausedUs());
    begin = Math.max(grid.at(open().fromUs()), closed);
    return true;
  }

  private long ticks(long pausedUs) {
    return grid.timeBase().fromUs(startedAtUs + pausedUs) - grid.timeBase().fromUs(startedAtUs);
  }

  /** What the account says of the pause before the open stretch. */
  Gap pause() {
    long beforeUs = grid.schedule().stretches().get(stretch - 1).pausedUs();
    return pause(begin, open().pausedUs() - beforeUs);
  }

  /** What the account says of a pause in which recording ends. */
  Gap pauseUntil(long wallUs) {
    Stretch last = open();
    return pause(closed, wallUs - startedAtUs - last.pausedUs() - last.toUs());
  }

  private static Gap pause(long at, long lengthUs) {
    String seconds = String.format(Locale.ROOT, "%.3f", Math.max(0, lengthUs) / 1e6);
    return new Gap(LossCause.PAUSED, 0, at, at, "paused for " + seconds + " s");
  }

  /** Whether recorded time is not the tape's. */
  boolean hasPaused() {
    return !past.isEmpty();
  }

  /** Past and open stretches that lie behind a recorded time, in order. */
  List<TapeStretch> stretchesBehind(long timestamp) {
    List<TapeStretch> all = new ArrayList<>();
    for (TapeStretch p : past) {
      if (p.toTimestamp() - p.shift() > timestamp) {
        all.add(p);
      }
    }
    if (past.size() <= stretch) {
      all.add(new TapeStretch(begin + shift, Math.max(begin + shift, end()), shift));
    }
    return all;
  }

  /** A picture or packet in recorded time. */
  TapeEntry whole(TapeEntry entry) {
    return shift == 0 ? entry : moved(entry, entry.skipStart(), entry.skipEnd());
  }

  /**
   * The samples of an entry that belong to the open stretch, in recorded time; null when there are
   * none.
   */
  @Nullable TapeEntry heard(TapeEntry entry) {
    long from = stretch == 0 ? entry.firstHeard() : Math.max(entry.firstHeard(), begin + shift);
    long to = Math.min(entry.endHeard(), end());
    if (entry.sampleCount() > 0 && from >= to && entry.firstHeard() < entry.endHeard()) {
      return null;
    }
    int skipStart = (int) (from - entry.timestamp());
    int skipEnd = (int) (entry.timestamp() + entry.sampleCount() - to);
    boolean same = shift == 0 && skipStart == entry.skipStart() && skipEnd == entry.skipEnd();
    return same ? entry : moved(entry, skipStart, skipEnd);
  }

  /** Entries of the open stretch, and some before it that warm a decoder up. */
  List<TapeEntry> worthHearing(List<TapeEntry> entries) {
    int first = 0;
    while (first < entries.size() && entries.get(first).endHeard() <= begin + shift) {
      first++;
    }
    return entries.subList(Math.max(0, first - DECODER_WARM_UP), entries.size());
  }

  /** An entry that is decoded for the sake of those behind it: nothing of it is heard. */
  TapeEntry silent(TapeEntry entry) {
    return moved(entry, 0, entry.sampleCount());
  }

  /** A gap in recorded time; null when it lies before the open stretch. */
  private @Nullable Gap moved(@Nullable Gap gap) {
    if (gap == null || (stretch > 0 && gap.toTimestamp() <= begin + shift)) {
      return null;
    }
    long from = stretch == 0 ? gap.fromTimestamp() : Math.max(gap.fromTimestamp(), begin + shift);
    boolean counted = gap.count() == gap.toTimestamp() - gap.fromTimestamp(); // samples
    return new Gap(
        gap.cause(),
        counted ? gap.toTimestamp() - from : gap.count(),
        from - shift,
        gap.toTimestamp() - shift,
        gap.detail());
  }

  private TapeEntry moved(TapeEntry e, int skipStart, int skipEnd) {
    return new TapeEntry(
        e.position(),
        e.sizeBytes(),
        e.timestamp() - shift,
        e.decodeTimestamp() - shift,
        e.duration(),
        e.key(),
        e.sampleCount(),
        skipStart,
        skipEnd,
        e.hidden(),
        e.wallUs(),
        moved(e.gap()),
        e.written());
  }
}
