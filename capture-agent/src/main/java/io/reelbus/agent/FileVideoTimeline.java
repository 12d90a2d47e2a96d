package io.reelbus.agent;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;

/** A file's pictures keep their own time. Decoded ones are made to go forward. */
final class FileVideoTimeline implements Timeline {

  private final TimeBase timeBase;
  private final boolean raw;
  private long last = Long.MIN_VALUE;

  FileVideoTimeline(TrackFormat format) {
    this.timeBase = format.timeBase();
    this.raw = format.wire() == Wire.RAW;
  }

  @Override
  public TimeBase timeBase() {
    return timeBase;
  }

  @Override
  public Placed place(TapeFrame frame, long wallUs) {
    if (!raw || frame.timestamp() > last) {
      last = frame.timestamp();
      return new Placed(frame, null);
    }
    last++;
    return new Placed(Timeline.at(frame, last, last, frame.duration()), null);
  }
}
