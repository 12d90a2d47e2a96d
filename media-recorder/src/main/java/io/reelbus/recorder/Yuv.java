package io.reelbus.recorder;

/**
 * From sRGB pixels to I420 of limited range: BT.601 for small pictures and BT.709 for those of 720
 * lines or more, as players take them.
 */
final class Yuv {

  private static final int HD_LINES = 720;
  private static final int ONE = 1 << 16;
  private static final int HALF = ONE / 2;
  private static final Yuv BT601 = new Yuv(6, 0.299, 0.114);
  private static final Yuv BT709 = new Yuv(1, 0.2126, 0.0722);

  /** What a colour weighs in a component, in 1/65536. */
  private record Row(int red, int green, int blue) {
    int of(int r, int g, int b) {
      return red * r + green * g + blue * b;
    }
  }

  private final int code;
  private final Row y;
  private final Row u;
  private final Row v;

  private Yuv(int code, double red, double blue) {
    this.code = code;
    double green = 1 - red - blue;
    double luma = 219.0 / 255 * ONE;
    double chroma = 224.0 / 255 * ONE;
    double cb = chroma / (2 * (1 - blue));
    double cr = chroma / (2 * (1 - red));
    this.y = row(red * luma, green * luma, blue * luma);
    this.u = row(-red * cb, -green * cb, (1 - blue) * cb);
    this.v = row((1 - red) * cr, -green * cr, -blue * cr);
  }

  private static Row row(double red, double green, double blue) {
    return new Row((int) Math.round(red), (int) Math.round(green), (int) Math.round(blue));
  }

  static Yuv of(int height) {
    return height < HD_LINES ? BT601 : BT709;
  }

  /** The number of matrix, primaries and transfer in ITU-T H.273. */
  int code() {
    return code;
  }

  /**
   * Converts a picture.
   *
   * @param rgb pixels as 0xRRGGBB, line by line
   */
  byte[] i420(int[] rgb, int width, int height) {
    int halfWidth = (width + 1) / 2;
    int halfHeight = (height + 1) / 2;
    byte[] out = new byte[width * height + 2 * halfWidth * halfHeight];
    for (int i = 0; i < width * height; i++) {
      out[i] = (byte) (16 + ((y.of(red(rgb[i]), green(rgb[i]), blue(rgb[i])) + HALF) >> 16));
    }
    int at = width * height;
    int planes = halfWidth * halfHeight;
    for (int line = 0; line < height; line += 2) {
      int below = Math.min(line + 1, height - 1) * width;
      for (int x = 0; x < width; x += 2) {
        int right = Math.min(x + 1, width - 1);
        int a = rgb[line * width + x];
        int b = rgb[line * width + right];
        int c = rgb[below + x];
        int d = rgb[below + right];
        int red = red(a) + red(b) + red(c) + red(d);
        int green = green(a) + green(b) + green(c) + green(d);
        int blue = blue(a) + blue(b) + blue(c) + blue(d);
        out[at] = (byte) (128 + ((u.of(red, green, blue) + 4 * HALF) >> 18));
        out[at + planes] = (byte) (128 + ((v.of(red, green, blue) + 4 * HALF) >> 18));
        at++;
      }
    }
    return out;
  }

  private static int red(int rgb) {
    return rgb >> 16 & 0xFF;
  }

  private static int green(int rgb) {
    return rgb >> 8 & 0xFF;
  }

  private static int blue(int rgb) {
    return rgb & 0xFF;
  }
}
