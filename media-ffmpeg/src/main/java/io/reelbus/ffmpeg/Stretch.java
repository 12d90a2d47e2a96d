package io.reelbus.ffmpeg;

import io.reelbus.model.AudioFormat;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Makes a block of sound a little longer or shorter without a step at its ends: by Hermite
 * interpolation through four samples. The same bytes on every machine (I2).
 */
final class Stretch {

  private Stretch() {}

  /** One channel's sample as a number, and back. */
  private record Sample(int bytes, Reader reader, Writer writer) {

    double get(ByteBuffer from, int index) {
      return reader.get(from, index * bytes);
    }

    void put(ByteBuffer to, int index, double value) {
      writer.put(to, index * bytes, value);
    }
  }

  private interface Reader {
    double get(ByteBuffer from, int at);
  }

  private interface Writer {
    void put(ByteBuffer to, int at, double value);
  }

  // The cast to int keeps the range of 32 bits.
  private static final Map<String, Sample> SAMPLES =
      Map.of(
          "u8",
          new Sample(
              1,
              (from, at) -> from.get(at) & 0xff,
              (to, at, v) -> to.put(at, (byte) in(0, 0xff, v))),
          "s16",
          new Sample(
              2,
              ByteBuffer::getShort,
              (to, at, v) -> to.putShort(at, (short) in(-0x8000, 0x7fff, v))),
          "s32",
          new Sample(4, ByteBuffer::getInt, (to, at, v) -> to.putInt(at, (int) Math.rint(v))),
          "flt",
          new Sample(4, ByteBuffer::getFloat, (to, at, v) -> to.putFloat(at, (float) v)),
          "dbl",
          new Sample(8, ByteBuffer::getDouble, ByteBuffer::putDouble));

  private static int in(int least, int most, double value) {
    return (int) Math.max(least, Math.min(most, Math.rint(value)));
  }

  private static Sample sample(AudioFormat format) {
    String name = format.sampleFormat();
    Sample sample = SAMPLES.get(name.endsWith("p") ? name.substring(0, name.length() - 1) : name);
    if (sample == null) {
      throw new IllegalArgumentException(
          "sampleFormat: " + name + " (expected: u8, s16, s32, flt or dbl)");
    }
    return sample;
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
    int bytes = sample.bytes() * channels;
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
