package io.reelbus.model;

/**
 * What a recorder was asked for beyond codecs and bit rates: the rest of W3C {@code
 * MediaRecorderOptions}.
 *
 * @param audioBitrateMode of sound that is encoded
 * @param keyFrameIntervalUs a picture becomes a key frame when at least this long has passed since
 *     the last one, microseconds; 0 leaves it to the encoder
 * @param keyFrameIntervalCount a picture becomes a key frame when it is the n-th behind the last
 *     one; 0 leaves it to the encoder
 */
public record EncodingOptions(
    BitrateMode audioBitrateMode, long keyFrameIntervalUs, int keyFrameIntervalCount) {

  /** W3C {@code BitrateMode}. */
  public enum BitrateMode {
    CONSTANT,
    VARIABLE
  }

  /** Nothing was asked for. */
  public static final EncodingOptions DEFAULTS = new EncodingOptions(BitrateMode.VARIABLE, 0, 0);

  /** Checks the ranges. */
  public EncodingOptions {
    if (keyFrameIntervalUs < 0 || keyFrameIntervalCount < 0) {
      throw new IllegalArgumentException(
          "key frame interval: "
              + keyFrameIntervalUs
              + " us, "
              + keyFrameIntervalCount
              + " pictures (expected: >= 0)");
    }
  }

  /** Whether key frames are asked for at some distance, which copied packets need not have. */
  public boolean placesKeyFrames() {
    return keyFrameIntervalUs > 0 || keyFrameIntervalCount > 0;
  }

  public boolean isConstantRate() {
    return audioBitrateMode == BitrateMode.CONSTANT;
  }
}
