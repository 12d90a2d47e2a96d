package io.reelbus.agent;

import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Pause;
import java.util.ArrayList;
import java.util.List;

/**
 * Which slices a recording has, in media time: what {@code pause}, {@code resume} and {@code
 * requestData} make of the timeslice. Follows from the specification alone, so every track of every
 * agent and every restart has the same slices (I5). Immutable.
 *
 * <p>A slice ends one timeslice after it began, or at a data request, or at a pause; the next one
 * begins there. Media time stands still in a pause, where each data request makes an empty slice.
 */
final class SliceSchedule {

  /**
   * What is recorded without a break.
   *
   * @param fromUs media time of its start
   * @param toUs media time of its end, {@code Long.MAX_VALUE} when it has none
   * @param pausedUs wall time paused before it, all in all
   * @param nextSlice the slice that is open when recording goes on behind it; grows while data is
   *     requested in the pause
   */
  record Stretch(long fromUs, long toUs, long pausedUs, long nextSlice) {}

  /** A border that a command made. */
  private record Mark(long slice, long us) {}

  private final long timesliceUs;
  private final List<Mark> marks;
  private final List<Stretch> stretches;

  private SliceSchedule(long timesliceUs, List<Mark> marks, List<Stretch> stretches) {
    if (timesliceUs < 1) {
      throw new IllegalArgumentException("timesliceUs: " + timesliceUs + " (expected: >= 1)");
    }
    this.timesliceUs = timesliceUs;
    this.marks = List.copyOf(marks);
    this.stretches = List.copyOf(stretches);
  }

  /** One without commands. */
  static SliceSchedule every(long timesliceUs) {
    return new SliceSchedule(
        timesliceUs, List.of(), List.of(new Stretch(0, Long.MAX_VALUE, 0, Long.MAX_VALUE)));
  }

  /** The schedule of a live recording, whose media time 0 is its start. */
  static SliceSchedule of(RecordingSpec spec) {
    Maker maker = new Maker(spec.timesliceUs());
    int asked = 0;
    List<Long> requests = spec.dataRequestsAtUs();
    for (Pause pause : spec.pauses()) {
      for (; asked < requests.size() && requests.get(asked) < pause.pausedAtUs(); asked++) {
        maker.mark(requests.get(asked) - spec.startedAtUs());
      }
      maker.pause(pause.pausedAtUs() - spec.startedAtUs());
      for (; asked < requests.size() && isIn(requests.get(asked), pause); asked++) {
        maker.mark(pause.pausedAtUs() - spec.startedAtUs());
      }
      if (!pause.isOpen()) {
        maker.resume(pause.resumedAtUs() - pause.pausedAtUs());
      }
    }
    for (; asked < requests.size(); asked++) {
      maker.mark(requests.get(asked) - spec.startedAtUs());
    }
    return maker.made();
  }

  private static boolean isIn(long wallUs, Pause pause) {
    return pause.isOpen() || wallUs < pause.resumedAtUs();
  }

  /** Adds up commands in order of time. */
  private static final class Maker {
    private final long timesliceUs;
    private final List<Mark> marks = new ArrayList<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private long slice;
    private long us;
    private long pausedUs;
    private long fromUs;
    private boolean open = true;

    Maker(long timesliceUs) {
      this.timesliceUs = timesliceUs;
    }

    /** A slice ends this long after the start; pauses before it count. */
    void mark(long sinceStartUs) {
      long at = Math.max(us, sinceStartUs - pausedUs);
      slice += Math.max(1, (at - us + timesliceUs - 1) / timesliceUs);
      us = at;
      marks.add(new Mark(slice, us));
    }

    void pause(long sinceStartUs) {
      mark(sinceStartUs);
      open = false;
    }

    void resume(long lengthUs) {
      stretches.add(new Stretch(fromUs, us, pausedUs, slice));
      pausedUs += lengthUs;
      fromUs = us;
      open = true;
    }

    SliceSchedule made() {
      stretches.add(
          open
              ? new Stretch(fromUs, Long.MAX_VALUE, pausedUs, Long.MAX_VALUE)
              : new Stretch(fromUs, us, pausedUs, slice));
      return new SliceSchedule(timesliceUs, marks, stretches);
    }
  }

  /** Media time at which slice {@code k} begins. */
  long borderUs(long k) {
    int low = 0; // marks before this one are not behind k
    int high = marks.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (marks.get(middle).slice() <= k) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    long fromSlice = low == 0 ? 0 : marks.get(low - 1).slice();
    long fromUs = low == 0 ? 0 : marks.get(low - 1).us();
    long us = fromUs + (k - fromSlice) * timesliceUs;
    return low == marks.size() ? us : Math.min(us, marks.get(low).us());
  }

  /** The first slice that begins elsewhere than in a schedule of fewer commands. */
  long firstChanged(SliceSchedule before) {
    int same = before.marks.size();
    return same >= marks.size() ? Long.MAX_VALUE : marks.get(same).slice();
  }

  /** Media time of the first pause at or behind a media time, {@code Long.MAX_VALUE} for none. */
  long pauseBehindUs(long us) {
    for (Stretch stretch : stretches) {
      if (stretch.toUs() >= us) {
        return stretch.toUs();
      }
    }
    return Long.MAX_VALUE;
  }

  /** What is recorded, in order; an open pause is behind the last. */
  List<Stretch> stretches() {
    return stretches;
  }
}
