package io.reelbus.agent;

import io.reelbus.model.LossCause;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark.Missing;
import io.reelbus.model.TapeRange;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the agent remembers of a frame it wrote to a tape.
 *
 * @param position bytes on the tape before this frame, counted from the session's start; grows with
 *     every entry
 * @param sizeBytes payload size, counted as at least 1
 * @param timestamp presentation time in tape ticks
 * @param decodeTimestamp decode time in tape ticks
 * @param duration ticks, 0 unknown
 * @param key whether decoding can start here
 * @param sampleCount audio: samples per channel
 * @param skipStart audio: samples at its start that must not be heard
 * @param skipEnd audio: samples at its end that must not be heard
 * @param hidden video: to be decoded but not shown, as an edit list says
 * @param wallUs wall clock when it was read, microseconds since the epoch
 * @param gap what is missing on the tape just before this frame, null for nothing
 * @param written where it lies, when it is durable
 */
record TapeEntry(
    long position,
    int sizeBytes,
    long timestamp,
    long decodeTimestamp,
    long duration,
    boolean key,
    int sampleCount,
    int skipStart,
    int skipEnd,
    boolean hidden,
    long wallUs,
    @Nullable Gap gap,
    CompletableFuture<TapeRange> written) {

  /**
   * A named gap on a tape, in tape ticks.
   *
   * @param cause why
   * @param count frames or samples missing, 0 when only the range is known
   * @param fromTimestamp start
   * @param toTimestamp end
   * @param detail one line for a person
   */
  record Gap(LossCause cause, long count, long fromTimestamp, long toTimestamp, String detail) {

    /** What an earlier session said of a place on its tape. */
    static @Nullable Gap of(@Nullable Missing said) {
      return said == null
          ? null
          : new Gap(
              said.cause(), said.count(), said.fromTimestamp(), said.toTimestamp(), said.detail());
    }

    /** The same as it is written on the tape. */
    static @Nullable Missing said(@Nullable Gap gap) {
      return gap == null
          ? null
          : new Missing(gap.cause, gap.count, gap.fromTimestamp, gap.toTimestamp, gap.detail);
    }

    /** A live frame that there was no room for. */
    static Gap dropped(TapeFrame frame, String why) {
      return new Gap(
          LossCause.AGENT_BUFFER_FULL,
          frame.sampleCount() > 0 ? frame.sampleCount() : 1,
          frame.timestamp(),
          frame.timestamp() + frame.duration(),
          why);
    }

    /** This one and another as one, with this one's cause. */
    Gap and(@Nullable Gap other) {
      return other == null
          ? this
          : new Gap(
              cause,
              count + other.count,
              Math.min(fromTimestamp, other.fromTimestamp),
              Math.max(toTimestamp, other.toTimestamp),
              detail);
    }

    /** The same up to this timestamp, not before its start. */
    Gap until(long timestamp) {
      return new Gap(cause, count, fromTimestamp, Math.max(fromTimestamp, timestamp), detail);
    }

    /** The same from this timestamp on, not behind its end; samples before it do not count. */
    Gap from(long timestamp) {
      if (timestamp <= fromTimestamp) {
        return this;
      }
      long from = Math.min(timestamp, toTimestamp);
      boolean samples = count == toTimestamp - fromTimestamp;
      return new Gap(cause, samples ? toTimestamp - from : count, from, toTimestamp, detail);
    }

    /** The same from this timestamp on, which is before its start. */
    Gap since(long timestamp) {
      return new Gap(cause, count, Math.min(timestamp, fromTimestamp), toTimestamp, detail);
    }

    /** The same {@code ticks} earlier. */
    Gap earlier(long ticks) {
      return new Gap(cause, count, fromTimestamp - ticks, toTimestamp - ticks, detail);
    }
  }

  /** The same with another gap before it. */
  TapeEntry with(@Nullable Gap before) {
    return new TapeEntry(
        position,
        sizeBytes,
        timestamp,
        decodeTimestamp,
        duration,
        key,
        sampleCount,
        skipStart,
        skipEnd,
        hidden,
        wallUs,
        before,
        written);
  }

  /** Position behind this frame. */
  long endPosition() {
    return position + sizeBytes;
  }

  /** Audio: whether an edit hides it from start to end. */
  boolean isSilenced() {
    return sampleCount > 0 && skipStart > sampleCount;
  }

  /** Audio: timestamp of the first sample that is heard; skipping may go on in the next entry. */
  long firstHeard() {
    return timestamp + skipStart;
  }

  /** Audio: timestamp behind the last sample that is heard; nothing is when it is not later. */
  long endHeard() {
    return timestamp + sampleCount - skipEnd;
  }
}
