package io.reelbus.ffmpeg;

import io.reelbus.model.AudioFormat;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Lays blocks of samples on a continuous line: gaps become silence, overlaps are dropped. All
 * positions are samples from the track's first one.
 */
final class SampleLine {

  private static final int SILENCE_BLOCK = 4096;

  private final int bytesPerSample;
  private final byte silence;
  private final Consumer<byte[]> receiver;
  private long next;
  private long silent;

  /**
   * Makes a line.
   *
   * @param start position of the first sample wanted
   * @param bytesPerSample bytes of one sample over all channels
   * @param silence every byte of a silent sample
   * @param receiver gets whole samples without gaps
   */
  SampleLine(long start, int bytesPerSample, byte silence, Consumer<byte[]> receiver) {
    this.next = start;
    this.bytesPerSample = bytesPerSample;
    this.silence = silence;
    this.receiver = receiver;
  }

  /** Every byte of a silent sample: 128 of unsigned 8 bit PCM, else 0. */
  static byte silence(AudioFormat format) {
    return format.sampleFormat().startsWith("u8") ? (byte) 0x80 : 0;
  }

  /** Position behind the last sample given out. */
  long next() {
    return next;
  }

  /** Samples of silence put into gaps. */
  long silent() {
    return silent;
  }

  void add(long position, byte[] samples) {
    int count = samples.length / bytesPerSample;
    if (position + count <= next) {
      return;
    }
    fillUpTo(position);
    int skip = (int) Math.max(0, next - position);
    receiver.accept(
        skip == 0
            ? samples
            : Arrays.copyOfRange(samples, skip * bytesPerSample, count * bytesPerSample));
    next = position + count;
  }

  private void fillUpTo(long position) {
    while (next < position) {
      int count = (int) Math.min(SILENCE_BLOCK, position - next);
      byte[] block = new byte[count * bytesPerSample];
      Arrays.fill(block, silence);
      receiver.accept(block);
      next += count;
      silent += count;
    }
  }
}
