package io.reelbus.model;

/**
 * Shape of a video track's pictures.
 *
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 * @param pixelFormat FFmpeg's name, e.g. {@code yuv420p}
 * @param sampleAspectRatio width to height of one pixel
 * @param frameRate nominal frames per second; unknown for a variable rate
 * @param color FFmpeg's numbers for range, primaries, transfer, matrix, chroma location
 * @param fieldOrder FFmpeg's {@code AVFieldOrder} number; 0 unknown, 1 progressive
 */
public record VideoFormat(
    int width,
    int height,
    String pixelFormat,
    Ratio sampleAspectRatio,
    Ratio frameRate,
    Color color,
    int fieldOrder) {

  /** FFmpeg's numbers of {@code AVColorRange}, {@code AVColorPrimaries} and so on. */
  public record Color(int range, int primaries, int transfer, int matrix, int chromaLocation) {

    /** Nothing known: FFmpeg's "unspecified" numbers. */
    public static final Color UNSPECIFIED = new Color(0, 2, 2, 2, 0);
  }

  /** Checks the ranges. */
  public VideoFormat {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException(
          "size: " + width + "x" + height + " (expected: at least 1x1)");
    }
  }

  /** The same with another size and pixel format. */
  public VideoFormat withPicture(int newWidth, int newHeight, String newPixelFormat) {
    return new VideoFormat(
        newWidth, newHeight, newPixelFormat, sampleAspectRatio, frameRate, color, fieldOrder);
  }
}
