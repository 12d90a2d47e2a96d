package io.reelbus.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;

/**
 * How well a recording holds a sine of a known frequency.
 *
 * @param windows of 10 ms
 * @param pure windows in which all but the sine is at least 20 dB below it
 * @param samples per channel at 48 kHz
 */
record Tone(int windows, int pure, long samples) {

  private static final int RATE = 48_000;
  private static final int WINDOW = RATE / 100;

  static Tone of(Path file, double frequency) {
    byte[] bytes =
        SystemFfmpeg.ffmpeg("-i", file, "-map 0:a:0 -ac 1 -ar " + RATE + " -f f32le", "-");
    FloatBuffer samples =
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().asReadOnlyBuffer();
    int windows = samples.limit() / WINDOW;
    int pure = 0;
    for (int i = 0; i < windows; i++) {
      if (isPure(samples.slice(i * WINDOW, WINDOW), frequency)) {
        pure++;
      }
    }
    return new Tone(windows, pure, samples.limit());
  }

  /** Least squares: the best sine and cosine of that frequency, and what they leave over. */
  private static boolean isPure(FloatBuffer window, double frequency) {
    double ss = 0;
    double sc = 0;
    double cc = 0;
    double ys = 0;
    double yc = 0;
    double yy = 0;
    for (int i = 0; i < WINDOW; i++) {
      double angle = 2 * Math.PI * frequency * i / RATE;
      double s = Math.sin(angle);
      double c = Math.cos(angle);
      double y = window.get(i);
      ss += s * s;
      sc += s * c;
      cc += c * c;
      ys += y * s;
      yc += y * c;
      yy += y * y;
    }
    double determinant = ss * cc - sc * sc;
    double a = (ys * cc - yc * sc) / determinant;
    double b = (yc * ss - ys * sc) / determinant;
    double left = yy - a * ys - b * yc;
    return yy / WINDOW > 1e-4 && left < yy / 100;
  }
}
