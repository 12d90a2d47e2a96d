package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import org.jspecify.annotations.Nullable;

/**
 * What one recorder of a live track lost because the spool was full. A tape's entry names all that
 * was dropped before it; a recorder that began, paused or stopped meanwhile lost only a part of
 * that, and names the part even when no entry comes (I1). Guarded by its recorder.
 */
final class LostFrames {

  private final RecordedTime time;
  private @Nullable Gap lost; // of the open stretch since the last entry, in tape time
  private boolean unsure; // some were dropped in what seemed to be a pause

  LostFrames(RecordedTime time) {
    this.time = time;
  }

  private long begin() {
    return time.begin() + time.shift();
  }

  /**
   * A frame was dropped.
   *
   * @param gap missing before it
   * @param paused whether recording is paused, as far as is known
   * @param stopTimestamp behind all that belongs
   */
  void dropped(TapeFrame frame, @Nullable Gap gap, boolean paused, long stopTimestamp) {
    long at = frame.timestamp();
    if (paused) {
      unsure = true;
    } else if (at >= begin() && at < Math.min(stopTimestamp, time.end())) {
      Gap one = Gap.dropped(frame, "the spool was full").and(gap);
      lost = (lost == null ? one : lost.and(one)).from(begin());
    }
  }

  /** The agent was down from this timestamp on. */
  void down(long timestamp) {
    long from = Math.max(timestamp, begin());
    lost = new Gap(LossCause.AGENT_DOWN, 0, from, from, Absence.WHY);
  }

  /** The tape's next entry, with the gap before it as this recorder has it. */
  TapeEntry before(TapeEntry entry, boolean paused, long stopTimestamp) {
    Gap mine = lost;
    Gap gap = entry.gap();
    boolean sure = mine != null && !unsure;
    unsure = false;
    if (sure && entry.timestamp() < Math.min(stopTimestamp, time.end())) {
      lost = null;
      return entry.with(mine.until(entry.timestamp()));
    }
    if (gap == null || paused || gap.fromTimestamp() >= begin()) {
      return entry;
    }
    return entry.with(gap.toTimestamp() <= begin() ? null : gap.from(begin()));
  }

  /** Whether anything was lost since the last entry. */
  boolean any() {
    return lost != null;
  }

  /** What was lost behind the last entry, up to where recording ends or pauses; recorded time. */
  @Nullable Gap rest(long stopTimestamp) {
    Gap rest = lost;
    lost = null;
    if (rest == null) {
      return null;
    }
    long until = Math.min(stopTimestamp, time.end());
    if (rest.count() == 0 && rest.fromTimestamp() >= until) {
      return null; // the last frame lasts up to there
    }
    return (until == Long.MAX_VALUE ? rest : rest.until(until)).earlier(time.shift());
  }
}
