package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.Blank;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingSpec.Desired;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.TrackSpec.Disabled;
import io.reelbus.model.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One track of one recorder: takes the tape's entries, keeps those between start and stop and
 * outside pauses, and gives out complete slices. May be used from any thread.
 *
 * <p>Commands carry the wall clock at which they take effect. One that is heard of before the
 * frames of that time cuts exactly there, as it would on any other agent. One that comes late cuts
 * behind what is in slices already; recorded time is the same, and what then would be there twice
 * is left out behind the pause.
 */
final class TrackRecorder {

  private static final long SILENT_US = 500_000;

  /** Takes the slices of a track, in order, under its lock: must not wait. */
  interface Output {
    /** A slice is complete. */
    void slice(TrackRecorder track, SlicePlan plan);
  }

  private final RecordingSpec spec;
  private final int number;
  private final TrackTape tape;
  private final TrackFormat format;
  private final EncoderConfig config;
  private final boolean live;
  private final boolean copiedVideo;
  private final boolean encodedAudio;
  private final SliceGrid grid;
  private final RecordedTime time;
  private final Blanks blanks;
  private final TapeIndex recent;
  private final TrackSlicer slicer;
  private final Output output;
  private long stopTimestamp = Long.MAX_VALUE;
  private long lastAdded = Long.MIN_VALUE;
  private long takenTo = Long.MIN_VALUE; // recorded time
  private long takenPosition = Long.MIN_VALUE;
  private boolean paused;
  private int downUntil = -1; // first slice after the agent was down
  private long takenFrom = Long.MAX_VALUE;
  private long usualInterval; // between the last two frames
  private boolean steady = true;
  private final LostFrames lost;
  private final Absence absence;
  private final JumpGuard jumps;
  private boolean ended;

  /**
   * Makes one that begins.
   *
   * @param number of the track in the recording
   * @param tape where its frames are
   * @param format what the tape holds
   * @param originTimestamp media time 0 on the tape
   * @param live whether tape time is the wall clock, so that pauses have a place on it
   * @param config what is made of it
   */
  TrackRecorder(
      RecordingSpec spec,
      int number,
      TrackTape tape,
      TrackFormat format,
      long originTimestamp,
      boolean live,
      EncoderConfig config,
      Output output) {
    this.spec = spec;
    this.number = number;
    this.tape = tape;
    this.format = format;
    this.config = config;
    this.live = live;
    boolean video = format.kind() == MediaKind.VIDEO;
    this.copiedVideo = config.copy() && video;
    this.encodedAudio = !video && config.audio() != null && !config.copy();
    SliceSchedule schedule =
        live ? SliceSchedule.of(spec) : SliceSchedule.every(spec.timesliceUs());
    this.grid = new SliceGrid(format.timeBase(), originTimestamp, schedule);
    this.time = new RecordedTime(grid, spec.startedAtUs());
    this.lost = new LostFrames(time);
    this.absence = new Absence(format);
    this.jumps = new JumpGuard(grid, spec.recordingId() + "/" + number);
    this.blanks = new Blanks(format.timeBase(), copiedVideo);
    this.recent = new TapeIndex(format.timeBase());
    this.slicer = TrackSlicer.of(grid, format, config, live);
    this.output = output;
  }

  /**
   * Goes on with what an earlier life of the agent began; call it before the first entry.
   *
   * @param slice the first that is not cut yet; its account names what is missing
   */
  synchronized void goOnWith(int slice) {
    downUntil = slice;
  }

  /** First come entries of an earlier life, as {@link TrackSlicer#goOn} has it for its cut. */
  synchronized void catchUp(@Nullable Cut last) {
    absence.catchUp();
    if (last != null) {
      slicer.goOn(last);
    }
  }

  /** The agent was down behind the entries so far. */
  synchronized void away() {
    if (absence.begin(takenFrom != Long.MAX_VALUE) && !paused && !ended) {
      lost.down(absence.from());
    }
  }

  /** Its source gives pictures only when it has new ones; call it before the first entry. */
  synchronized void mayBeSilent() {
    steady = false;
  }

  RecordingSpec spec() {
    return spec;
  }

  /** Index of the track in the recording. */
  int number() {
    return number;
  }

  /** Whether an agent that comes back goes on with it; a file is read again from its start. */
  boolean isLive() {
    return live;
  }

  TrackTape tape() {
    return tape;
  }

  TrackFormat format() {
    return format;
  }

  EncoderConfig config() {
    return config;
  }

  /**
   * Takes the tape's next entry.
   *
   * @throws MediaException {@code NotReadableError}: time jumps, the track cannot be recorded
   */
  synchronized void accept(TapeEntry next) {
    TapeEntry known = ended ? null : absence.next(next);
    if (known == null) {
      return;
    }
    TapeEntry entry = live ? lost.before(known, paused, stopTimestamp) : known;
    if (live) {
      recent.add(entry);
      blanks.add(entry);
    }
    if (paused) {
      if (entry.decodeTimestamp() >= stopTimestamp) {
        end(null);
      }
    } else if (!take(entry)) {
      goOn();
    }
  }

  /** Takes an entry into the open stretch; false when that is over. */
  private boolean take(TapeEntry entry) {
    long until = Math.min(stopTimestamp, time.end());
    long belongsBy = copiedVideo ? entry.decodeTimestamp() : entry.timestamp();
    if (belongsBy < until) {
      add(entry);
    } else if (entry.decodeTimestamp() >= until) {
      if (stopTimestamp <= time.end()) {
        end(null);
      } else {
        pause();
        return false;
      }
    }
    return true;
  }

  /** There was no room for the tape's next frame; {@code gap} is missing before it. */
  synchronized void dropped(TapeFrame frame, @Nullable Gap gap) {
    if (!ended) {
      lost.dropped(frame, gap, paused, stopTimestamp);
    }
  }

  /** What the open stretch lost behind its last entry. */
  private void loseRest() {
    Gap rest = lost.rest(stopTimestamp);
    if (rest != null) {
      slicer.lose(rest);
    }
  }

  private void add(TapeEntry entry) {
    TapeEntry recorded = encodedAudio ? heard(entry) : time.whole(entry);
    if (recorded == null) {
      return;
    }
    jumps.check(recorded.decodeTimestamp());
    if (copiedVideo && entry.hidden()) {
      throw new MediaException(
          "NotSupportedError",
          MediaException.Next.STOP,
          spec.name()
              + ": an edit leaves out pictures after the start; they cannot be copied (expected:"
              + " a bit rate or the raw wire, which encode)");
    }
    if (entry.timestamp() > lastAdded) {
      boolean follows = lastAdded >= time.begin() + time.shift();
      usualInterval = follows ? entry.timestamp() - lastAdded : usualInterval;
      lastAdded = entry.timestamp();
    }
    takenFrom = Math.min(takenFrom, recorded.timestamp());
    takenPosition = Math.max(takenPosition, entry.endPosition());
    takenTo =
        Math.max(
            takenTo, encodedAudio ? recorded.endHeard() : Math.addExact(recorded.timestamp(), 1));
    give(slicer.add(recorded));
  }

  /** What of an entry is heard; packets just before a stretch warm the decoder up. */
  private @Nullable TapeEntry heard(TapeEntry entry) {
    TapeEntry heard = live ? time.heard(entry) : entry;
    boolean warms = format.wire() == Wire.NATIVE && entry.position() >= takenPosition;
    return heard == null && warms ? time.silent(entry) : heard;
  }

  private void pause() {
    loseRest();
    time.close(takenTo);
    paused = true;
    give(slicer.pause(time.closed(), time.nextSlice()));
  }

  /** Takes what is on the tape of the stretches that have begun meanwhile. */
  private void goOn() {
    while (!ended && time.next()) {
      paused = false;
      slicer.resume(time.begin(), time.pause());
      List<TapeEntry> known = recent.entries();
      for (TapeEntry entry : encodedAudio ? time.worthHearing(known) : known) {
        if (ended || !take(entry)) {
          break;
        }
      }
      if (!paused) {
        return;
      }
    }
    if (paused && stopTimestamp != Long.MAX_VALUE) {
      end(null);
    }
  }

  /** When a live track is disabled, all that is known; call it before the first entry, too. */
  synchronized void disabled(List<Disabled> disabled) {
    blanks.set(disabled);
  }

  /** What of a slice is black or silent; to be asked when the slice is given out. */
  synchronized List<Blank> blanks(SlicePlan plan) {
    return blanks.within(plan, format.kind(), time.shift());
  }

  /** What is desired has changed. */
  synchronized void update(RecordingSpec now) {
    if (ended) {
      return;
    }
    grid.reschedule(SliceSchedule.of(now), takenTo);
    if (now.desired() == Desired.STOPPED && stopTimestamp == Long.MAX_VALUE) {
      stopTimestamp =
          Math.max(
              format.timeBase().fromUs(now.stoppedAtUs()),
              lastAdded == Long.MIN_VALUE ? Long.MIN_VALUE : lastAdded + 1);
    }
    if (paused) {
      give(slicer.pause(time.closed(), time.nextSlice()));
      goOn();
    }
  }

  /** Nothing from before this wall clock is still to come: a pause before it begins. */
  synchronized void settle(long wallUs) {
    if (!ended && !paused && time.end() <= format.timeBase().fromUs(wallUs)) {
      pause();
      goOn();
    }
  }

  /** Ends the track here; nothing happens when it has ended. */
  synchronized void end(@Nullable Gap tail) {
    if (ended) {
      return;
    }
    ended = true;
    if (paused) {
      long untilUs = format.timeBase().toUs(Math.max(stopTimestamp, lastAdded));
      slicer.resume(time.closed(), time.pauseUntil(untilUs));
      give(slicer.end(time.closed(), tail));
    } else {
      Gap rest = tail == null && !lost.any() ? silentTail() : tail;
      loseRest();
      give(
          slicer.end(
              stopTimestamp == Long.MAX_VALUE ? stopTimestamp : stopTimestamp - time.shift(),
              rest));
    }
  }

  /** What is missing when the device gave nothing for the last while before the stop (I1). */
  private @Nullable Gap silentTail() {
    if (stopTimestamp == Long.MAX_VALUE || !steady) {
      return null;
    }
    long from = Math.max(lastAdded, time.begin() + time.shift());
    long missing = stopTimestamp - from;
    if (format.timeBase().toUs(missing) < SILENT_US || missing < 3 * usualInterval) {
      return null;
    }
    long count = format.kind() == MediaKind.AUDIO ? missing : 0;
    return new Gap(
        LossCause.DEVICE_STALLED,
        count,
        from - time.shift(),
        stopTimestamp - time.shift(),
        "nothing came before the stop");
  }

  /** Ends the track without another slice: the recording has failed. */
  synchronized void abandon() {
    ended = true;
  }

  synchronized boolean isEnded() {
    return ended;
  }

  /** Position on the tape before which slices to come need nothing. */
  synchronized long neededPosition() {
    return ended ? Long.MAX_VALUE : slicer.neededPosition();
  }

  private void give(List<SlicePlan> plans) {
    for (SlicePlan plan : plans) {
      boolean first = plan.slice() == downUntil;
      Loss down = first ? absence.before(grid, downUntil, takenFrom) : null;
      if (plan.slice() >= downUntil) {
        output.slice(this, placed(down == null ? plan : plan.losing(down)));
      } else if (plan.last()) {
        output.slice(this, plan.lastAt(downUntil, grid.borderUs(downUntil)));
      }
    }
  }

  /** A plan as the tape has it, or with an explanation of the recorded time it is in. */
  private SlicePlan placed(SlicePlan plan) {
    TapeEntry first = plan.first();
    if (!encodedAudio) {
      return plan.onTape(grid.originTimestamp(), time.shift());
    }
    return first == null || !time.hasPaused()
        ? plan
        : plan.over(time.stretchesBehind(first.timestamp()));
  }
}
