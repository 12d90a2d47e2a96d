package io.reelbus.ffmpeg;

import java.util.Arrays;

/**
 * Renumbers FLAC frames. Each frame's header holds its number in the stream (RFC 9639, section
 * 9.1.5) under two checksums; an encoder that starts at a slice counts from 0.
 */
final class FlacFrames {

  private static final int FIXED_HEADER_BYTES = 4;

  private FlacFrames() {}

  /** The frame with {@code number} in its header and checksums made anew. */
  static byte[] renumber(byte[] frame, long number) {
    int oldLength = codedLength(frame[FIXED_HEADER_BYTES]);
    byte[] coded = code(number);
    int blockSize = (frame[2] >> 4) & 0xF;
    int sampleRate = frame[2] & 0xF;
    int extra = blockSize == 6 ? 1 : blockSize == 7 ? 2 : 0;
    extra += sampleRate == 12 ? 1 : sampleRate == 13 || sampleRate == 14 ? 2 : 0;
    byte[] out = new byte[frame.length - oldLength + coded.length];
    System.arraycopy(frame, 0, out, 0, FIXED_HEADER_BYTES);
    System.arraycopy(coded, 0, out, FIXED_HEADER_BYTES, coded.length);
    int from = FIXED_HEADER_BYTES + oldLength;
    int to = FIXED_HEADER_BYTES + coded.length;
    System.arraycopy(frame, from, out, to, frame.length - from);
    int headerEnd = to + extra;
    out[headerEnd] = (byte) crc(out, headerEnd, 8, 0x07);
    int crc16 = crc(out, out.length - 2, 16, 0x8005);
    out[out.length - 2] = (byte) (crc16 >> 8);
    out[out.length - 1] = (byte) crc16;
    return out;
  }

  /** Samples per channel of the frame whose header this is; 0 when it is none. */
  static int samples(byte[] header) {
    if (header.length <= FIXED_HEADER_BYTES || (header[0] & 0xFF) != 0xFF) {
      return 0;
    }
    int code = (header[2] >> 4) & 0xF;
    int at = FIXED_HEADER_BYTES + codedLength(header[FIXED_HEADER_BYTES]);
    if (at + 1 >= header.length) {
      return 0;
    }
    return switch (code) {
      case 0 -> 0; // reserved
      case 1 -> 192;
      case 2, 3, 4, 5 -> 576 << (code - 2);
      case 6 -> (header[at] & 0xFF) + 1;
      case 7 -> ((header[at] & 0xFF) << 8 | (header[at + 1] & 0xFF)) + 1;
      default -> 256 << (code - 8);
    };
  }

  private static int codedLength(byte first) {
    int ones = Integer.numberOfLeadingZeros(~((first & 0xFF) << 24));
    return ones == 0 ? 1 : ones;
  }

  /** UTF-8's scheme, extended to 36 bits. */
  private static byte[] code(long value) {
    if (value < 0x80) {
      return new byte[] {(byte) value};
    }
    int length = 2;
    while (length < 7 && value >= 1L << (5 * length + 1)) {
      length++;
    }
    byte[] out = new byte[length];
    long rest = value;
    for (int i = length - 1; i > 0; i--) {
      out[i] = (byte) (0x80 | (rest & 0x3F));
      rest >>= 6;
    }
    out[0] = (byte) (((0xFF00 >> length) & 0xFF) | rest);
    return out;
  }

  private static int crc(byte[] data, int end, int bits, int polynomial) {
    int crc = 0;
    int top = 1 << (bits - 1);
    int mask = (1 << bits) - 1;
    for (byte b : Arrays.copyOf(data, end)) {
      crc ^= (b & 0xFF) << (bits - 8);
      for (int i = 0; i < 8; i++) {
        crc = (crc & top) != 0 ? (crc << 1 ^ polynomial) & mask : crc << 1 & mask;
      }
    }
    return crc;
  }
}
