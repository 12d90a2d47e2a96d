package io.reelbus.model;

/**
 * W3C {@code resizeMode: crop-and-scale}: the pictures of a source made smaller and fewer where
 * they are encoded. The tape keeps them as the device gives them.
 *
 * <p>The largest area in the middle that has the wanted shape is scaled down; nothing is distorted
 * and nothing made larger.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param frameRate pictures per second at most; unknown keeps all
 */
public record Resize(int width, int height, Ratio frameRate) {

  /** Checks the ranges. */
  public Resize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "resize: " + width + "x" + height + " (expected: at least 1x1)");
    }
  }

  /** What becomes of pictures. */
  public VideoFormat of(VideoFormat source) {
    Resize possible = within(source);
    return new VideoFormat(
        possible.width,
        possible.height,
        source.pixelFormat(),
        source.sampleAspectRatio(),
        possible.frameRate.known() ? possible.frameRate : source.frameRate(),
        source.color(),
        source.fieldOrder());
  }

  /** The same, no larger and no faster than what is there. */
  public Resize within(VideoFormat source) {
    Ratio own = source.frameRate();
    boolean slower =
        frameRate.known() && (!own.known() || frameRate.value() < own.value() * (1 - 1e-6));
    return new Resize(
        Math.min(width, source.width()),
        Math.min(height, source.height()),
        slower ? frameRate : Ratio.UNKNOWN);
  }
}
