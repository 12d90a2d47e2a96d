package io.reelbus.ffmpeg;

import io.reelbus.model.AudioFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Makes a block of sound a little longer or shorter without a step at its ends: by Hermite
 * interpolation through four samples. The same bytes on every machine (I2).
 */
final class Stretch {

  private Stretch() {}

  /** One channel's sample as a number, and back. */
  private interface Sample {
    double get(ByteBuffer from, int index);

    void put(ByteBuffer to, int index, double value);
  }

  private static final Sample S16 =
      new Sample() {
        @Override
        public double get(ByteBuffer from, int index) {
          return from.getShort(2 * index);
        }

        @Override
        public void put(ByteBuffer to, int index, double value) {
          to.putShort(2 * index, (short) Math.max(-0x8000, Math.min(0x7fff, Math.rint(value))));
        }
      };

  private static final Sample S32 =
      new Sample() {
        @Override
        public double get(ByteBuffer from, int index) {
          return from.getInt(4 * index);
        }

        @Override
        public void put(ByteBuffer to, int index, double value) {
          to.putInt(4 * index, (int) Math.rint(value)); // the cast keeps the range
        }
      };

  private static final Sample FLT =
      new Sample() {
        @Override
        public double get(ByteBuffer from, int index) {
          return from.getFloat(4 * index);
        }

        @Override
        public void put(ByteBuffer to, int index, double value) {
          to.putFloat(4 * index, (float) value);
        }
      };

  private static final Sample DBL =
      new Sample() {
        @Override
        public double get(ByteBuffer from, int index) {
          return from.getDouble(8 * index);
        }

        @Override
        public void put(ByteBuffer to, int index, double value) {
          to.putDouble(8 * index, value);
        }
      };

  private static final Sample U8 =
      new Sample() {
        @Override
        public double get(ByteBuffer from, int index) {
          return from.get(index) & 0xff;
        }

        @Override
        public void put(ByteBuffer to, int index, double value) {
          to.put(index, (byte) Math.max(0, Math.min(0xff, Math.rint(value))));
        }
      };

  private static Sample sample(AudioFormat format) {
    String name = format.sampleFormat();
    return switch (name.endsWith("p") ? name.substring(0, name.length() - 1) : name) {
      case "s16" -> S16;
      case "s32" -> S32;
      case "flt" -> FLT;
      case "dbl" -> DBL;
      case "u8" -> U8;
      default ->
          throw new IllegalArgumentException(
              "sampleFormat: " + name + " (expected: u8, s16, s32, flt or dbl)");
    };
  }

  /**
   * The block in {@code wanted} samples.
   *
   * @param samples packed, all channels of a sample together, in the machine's byte order
   */
  static byte[] to(int wanted, byte[] samples, AudioFormat format) {
    Sample sample = sample(format);
    int channels = format.channels();
    ByteBuffer from = ByteBuffer.wrap(samples).order(ByteOrder.nativeOrder());
    int bytes = bytesOf(sample) * channels;
    int count = samples.length / bytes;
    byte[] made = new byte[wanted * bytes];
    ByteBuffer to = ByteBuffer.wrap(made).order(ByteOrder.nativeOrder());
    for (int i = 0; i < wanted; i++) {
      // The last sample stays the last one; the first is as far from the block before it as others.
      double at = (i + 1) * (double) count / wanted - 1;
      int left = (int) Math.floor(at);
      for (int c = 0; c < channels; c++) {
        double y0 = at(sample, from, left - 1, c, channels, count);
        double y1 = at(sample, from, left, c, channels, count);
        double y2 = at(sample, from, left + 1, c, channels, count);
        double y3 = at(sample, from, left + 2, c, channels, count);
        sample.put(to, i * channels + c, hermite(y0, y1, y2, y3, at - left));
      }
    }
    return made;
  }

  private static int bytesOf(Sample sample) {
    return sample == S16 ? 2 : sample == DBL ? 8 : sample == U8 ? 1 : 4;
  }

  /** A sample of a channel; beyond the block it goes on as it ended. */
  private static double at(
      Sample sample, ByteBuffer from, int index, int channel, int channels, int count) {
    if (index >= 0 && index < count) {
      return sample.get(from, index * channels + channel);
    }
    int edge = index < 0 ? 0 : count - 1;
    int inner = count < 2 ? edge : index < 0 ? 1 : count - 2;
    double y = sample.get(from, edge * channels + channel);
    return y + (y - sample.get(from, inner * channels + channel)) * Math.abs(index - edge);
  }

  private static double hermite(double y0, double y1, double y2, double y3, double t) {
    double c1 = (y2 - y0) / 2;
    double c2 = y0 - 2.5 * y1 + 2 * y2 - y3 / 2;
    double c3 = (y3 - y0) / 2 + 1.5 * (y1 - y2);
    return ((c3 * t + c2) * t + c1) * t + y1;
  }
}
