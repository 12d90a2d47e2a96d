package io.reelbus.ffmpeg;

import io.reelbus.model.AudioFormat;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Lays blocks of samples on a continuous line: gaps become silence, overlaps are dropped. A block
 * that begins one sample off where the last one ended is stretched or squeezed by it: so the agent
 * keeps a device with the clock. All positions are samples from the track's first one.
 */
final class SampleLine {

  private static final int SILENCE_BLOCK = 4096;

  private final int bytesPerSample;
  private final AudioFormat format;
  private final Consumer<byte[]> receiver;
  private boolean begun;
  private long next;
  private long silent;

  /**
   * Makes a line.
   *
   * @param start position of the first sample wanted
   * @param bytesPerSample bytes of one sample over all channels
   * @param format of the samples, packed
   * @param receiver gets whole samples without gaps
   */
  SampleLine(long start, int bytesPerSample, AudioFormat format, Consumer<byte[]> receiver) {
    this.next = start;
    this.bytesPerSample = bytesPerSample;
    this.format = format;
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
    boolean follows = begun;
    begun = true;
    if (follows && Math.abs(position - next) == 1) {
      receiver.accept(Stretch.to((int) (position + count - next), samples, format));
      next = position + count;
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
      Arrays.fill(block, silence(format));
      receiver.accept(block);
      next += count;
      silent += count;
    }
  }
}
