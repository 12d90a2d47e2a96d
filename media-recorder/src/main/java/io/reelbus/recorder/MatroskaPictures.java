package io.reelbus.recorder;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A live Matroska stream (RFC 9559) of one track of I420 pictures, one cluster each, that never
 * ends. Times are microseconds. Stateless.
 */
final class MatroskaPictures {

  private static final int EBML = 0x1A45DFA3;
  private static final int SEGMENT = 0x18538067;
  private static final int CLUSTER = 0x1F43B675;
  private static final long SIZE_UNKNOWN = 0x01FFFFFFFFFFFFFFL;
  private static final int PADDING = 2048; // readers look at so much before they say what it is
  private static final int TIMESTAMP = 1 + 1 + 8;
  private static final int BLOCK_HEAD = 1 + 8;
  private static final int CLUSTER_HEAD = 4 + 8;
  private static final int PROGRESSIVE = 2;
  private static final int HALF = 2; // chroma lies between the pixels

  private MatroskaPictures() {}

  /**
   * The head of the stream.
   *
   * @param frameDurationUs usual time between pictures; 0 when there is none
   */
  static byte[] head(int width, int height, Yuv yuv, long frameDurationUs) {
    Element colour =
        new Element()
            .number(0x55B1, yuv.code())
            .number(0x55B7, HALF)
            .number(0x55B8, HALF)
            .number(0x55B9, 1) // limited range
            .number(0x55BA, yuv.code())
            .number(0x55BB, yuv.code());
    Element video =
        new Element()
            .number(0xB0, width)
            .number(0xBA, height)
            .number(0x9A, PROGRESSIVE)
            .text(0x2EB524, "I420")
            .part(0x55B0, colour);
    Element track =
        new Element()
            .number(0xD7, 1)
            .number(0x73C5, 1)
            .number(0x83, 1)
            .number(0x9C, 0)
            .text(0x86, "V_UNCOMPRESSED");
    if (frameDurationUs > 0) {
      track.number(0x23E383, frameDurationUs * 1000);
    }
    track.part(0xE0, video);
    Element info =
        new Element().number(0x2AD7B1, 1000).text(0x4D80, "Reelbus").text(0x5741, "Reelbus");
    Element ebml =
        new Element()
            .number(0x4286, 1)
            .number(0x42F7, 1)
            .number(0x42F2, 4)
            .number(0x42F3, 8)
            .text(0x4282, "matroska")
            .number(0x4287, 4)
            .number(0x4285, 2);
    return new Element()
        .part(EBML, ebml)
        .open(SEGMENT)
        .part(0x1549A966, info)
        .part(0x1654AE6B, new Element().part(0xAE, track))
        .bytes(0xEC, new byte[PADDING])
        .toBytes();
  }

  /** One picture. */
  static byte[] picture(long timestampUs, byte[] i420) {
    int block = 4 + i420.length;
    return ByteBuffer.allocate(CLUSTER_HEAD + TIMESTAMP + BLOCK_HEAD + block)
        .putInt(CLUSTER)
        .putLong(size(TIMESTAMP + BLOCK_HEAD + block))
        .put((byte) 0xE7)
        .put((byte) 0x88)
        .putLong(timestampUs)
        .put((byte) 0xA3)
        .putLong(size(block))
        .put((byte) 0x81) // track 1
        .putShort((short) 0)
        .put((byte) 0x80) // key
        .put(i420)
        .array();
  }

  private static long size(long length) {
    return 0x0100000000000000L | length;
  }

  /** What is in an element. */
  private static final class Element {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Element number(int id, long value) {
      return bytes(id, ByteBuffer.allocate(8).putLong(value).array());
    }

    Element text(int id, String value) {
      return bytes(id, value.getBytes(StandardCharsets.US_ASCII));
    }

    Element part(int id, Element inner) {
      return bytes(id, inner.toBytes());
    }

    Element bytes(int id, byte[] value) {
      id(id);
      out.writeBytes(ByteBuffer.allocate(8).putLong(size(value.length)).array());
      out.writeBytes(value);
      return this;
    }

    Element open(int id) {
      id(id);
      out.writeBytes(ByteBuffer.allocate(8).putLong(SIZE_UNKNOWN).array());
      return this;
    }

    private void id(int id) {
      for (int shift = 24; shift >= 0; shift -= 8) {
        if (id >>> shift != 0) {
          out.write(id >>> shift);
        }
      }
    }

    byte[] toBytes() {
      return out.toByteArray();
    }
  }
}
