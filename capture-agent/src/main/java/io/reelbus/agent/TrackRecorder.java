package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One track of one recorder: takes the tape's entries, keeps those between start and stop, and
 * gives out complete slices. May be used from any thread.
 */
final class TrackRecorder {

  private static final long SILENT_US = 500_000;
  private static final long MAX_JUMP_US = 24 * 3_600_000_000L;

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
  private final SliceGrid grid;
  private final TrackSlicer slicer;
  private final Output output;
  private long stopTimestamp = Long.MAX_VALUE;
  private long lastAdded = Long.MIN_VALUE;
  private long usualInterval; // between the last two frames
  private long lastUs = Long.MIN_VALUE;
  private boolean ended;

  /**
   * Makes one that begins.
   *
   * @param number of the track in the recording
   * @param tape where its frames are
   * @param format what the tape holds
   * @param originTimestamp media time 0 on the tape
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
    this.grid = new SliceGrid(format.timeBase(), originTimestamp, spec.timesliceUs());
    this.slicer = slicer(grid, format, config, live);
    this.output = output;
  }

  private static TrackSlicer slicer(
      SliceGrid grid, TrackFormat format, EncoderConfig config, boolean live) {
    if (format.kind() == MediaKind.AUDIO && config.audio() != null && !config.copy()) {
      return new EncodedAudioSlicer(grid, format, config.audio(), config.leadInPackets(), live);
    }
    if (format.kind() == MediaKind.AUDIO || format.wire() == Wire.RAW) {
      return new TimestampSlicer(grid, format.kind(), live);
    }
    return config.copy() ? new CopiedVideoSlicer(grid, live) : new NativeVideoSlicer(grid, live);
  }

  RecordingSpec spec() {
    return spec;
  }

  /** Index of the track in the recording. */
  int number() {
    return number;
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

  /** Tape timestamp of media time 0. */
  long originTimestamp() {
    return grid.originTimestamp();
  }

  /**
   * Takes the tape's next entry.
   *
   * @throws MediaException {@code NotReadableError}: time jumps, the track cannot be recorded
   */
  synchronized void accept(TapeEntry entry) {
    if (ended) {
      return;
    }
    boolean copiedVideo = config.copy() && format.kind() == MediaKind.VIDEO;
    long belongsBy = copiedVideo ? entry.decodeTimestamp() : entry.timestamp();
    if (belongsBy < stopTimestamp) {
      guardJump(entry);
      if (copiedVideo && entry.hidden()) {
        throw new MediaException(
            "NotSupportedError",
            MediaException.Next.STOP,
            spec.name()
                + ": an edit leaves out pictures after the start; they cannot be copied (expected:"
                + " a bit rate or the raw wire, which encode)");
      }
      if (entry.timestamp() > lastAdded) {
        usualInterval = lastAdded == Long.MIN_VALUE ? 0 : entry.timestamp() - lastAdded;
        lastAdded = entry.timestamp();
      }
      give(slicer.add(entry));
    } else if (entry.decodeTimestamp() >= stopTimestamp) {
      end(null);
    }
  }

  private void guardJump(TapeEntry entry) {
    long us = grid.mediaUs(entry.decodeTimestamp());
    if (lastUs != Long.MIN_VALUE && us - lastUs > MAX_JUMP_US) {
      throw new MediaException(
          "NotReadableError",
          MediaException.Next.STOP,
          spec.recordingId()
              + "/"
              + number
              + ": timestamps jump by "
              + (us - lastUs) / 1_000_000
              + " s (expected: less than a day)");
    }
    lastUs = Math.max(lastUs, us);
  }

  /** Frames at or behind this timestamp do not belong. */
  synchronized void stopAt(long timestamp) {
    stopTimestamp = Math.max(timestamp, lastAdded == Long.MIN_VALUE ? timestamp : lastAdded + 1);
  }

  /** Ends the track here; nothing happens when it has ended. */
  synchronized void end(@Nullable Gap tail) {
    if (!ended) {
      ended = true;
      give(slicer.end(stopTimestamp, tail == null ? silentTail() : tail));
    }
  }

  /** What is missing when the device gave nothing for the last while before the stop (I1). */
  private @Nullable Gap silentTail() {
    if (stopTimestamp == Long.MAX_VALUE) {
      return null;
    }
    long from = lastAdded == Long.MIN_VALUE ? grid.originTimestamp() : lastAdded;
    long missing = stopTimestamp - from;
    if (format.timeBase().toUs(missing) < SILENT_US || missing < 3 * usualInterval) {
      return null;
    }
    long count = format.kind() == MediaKind.AUDIO ? missing : 0;
    return new Gap(
        LossCause.DEVICE_STALLED, count, from, stopTimestamp, "nothing came before the stop");
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
      output.slice(this, plan);
    }
  }
}
