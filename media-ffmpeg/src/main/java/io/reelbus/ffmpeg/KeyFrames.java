package io.reelbus.ffmpeg;

import io.reelbus.model.EncodingOptions;
import io.reelbus.model.TimeBase;

/**
 * Which pictures of a slice become key frames because a recorder asked for them: those that come
 * when its interval has passed since the last key frame. A slice begins with one, so that the
 * intervals count from there and depend on the cut alone (I2).
 */
final class KeyFrames {

  private final EncodingOptions options;
  private final long intervalTicks;
  private long lastKey = Long.MIN_VALUE;
  private int behind; // pictures since

  KeyFrames(EncodingOptions options, TimeBase timeBase) {
    this.options = options;
    this.intervalTicks = Math.max(1, timeBase.fromUs(options.keyFrameIntervalUs()));
  }

  /** Whether the next picture is to be one; false leaves it to the encoder. */
  boolean isKey(long timestamp) {
    if (!options.placesKeyFrames()) {
      return false;
    }
    behind++;
    boolean due =
        lastKey == Long.MIN_VALUE
            || (options.keyFrameIntervalUs() > 0 && timestamp - lastKey >= intervalTicks)
            || (options.keyFrameIntervalCount() > 0 && behind >= options.keyFrameIntervalCount());
    if (due) {
      lastKey = timestamp;
      behind = 0;
    }
    return due;
  }
}
