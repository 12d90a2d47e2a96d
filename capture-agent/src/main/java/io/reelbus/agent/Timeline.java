package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Moves the frames of one track from the source's time to the tape's. One thread. */
interface Timeline {

  /** A frame on tape time, and what is missing before it. */
  record Placed(TapeFrame frame, @Nullable Gap gap) {}

  /** Ticks of the tape. */
  TimeBase timeBase();

  /**
   * Places the next frame.
   *
   * @param wallUs wall clock of its arrival
   */
  Placed place(TapeFrame frame, long wallUs);

  /** {@code frame} at other times; its data are shared. */
  static TapeFrame at(TapeFrame frame, long timestamp, long decodeTimestamp, long duration) {
    return new TapeFrame(
        timestamp,
        decodeTimestamp,
        duration,
        frame.key(),
        frame.sampleCount(),
        frame.picture(),
        frame.sideData(),
        frame.data());
  }

  /** {@code format} with other ticks. */
  static TrackFormat withTimeBase(TrackFormat format, TimeBase timeBase) {
    return new TrackFormat(
        format.wire(),
        format.codecName(),
        timeBase,
        format.video(),
        format.audio(),
        format.extradata(),
        format.profile(),
        format.level(),
        format.bitRate(),
        List.copyOf(format.sideData()),
        format.language());
  }
}
