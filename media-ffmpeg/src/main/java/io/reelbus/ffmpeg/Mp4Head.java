package io.reelbus.ffmpeg;

import java.nio.ByteBuffer;

/**
 * Makes the head of a growing MP4 play everywhere.
 *
 * <p>FFmpeg gives the edits of a fragmented file a duration of 0, "whatever follows" (ISO/IEC
 * 14496-12, 8.6.6). Readers, FFmpeg's own among them, take that for an empty edit when the movie
 * box has samples, and lose the first fragment. The longest duration there is means the same and is
 * understood. The finished file does not have this box: its movie box is at the end.
 */
final class Mp4Head {

  private static final int MOOV = 0x6d6f6f76;
  private static final int TRAK = 0x7472616b;
  private static final int EDTS = 0x65647473;
  private static final int ELST = 0x656c7374;
  private static final int BOX_HEADER = 8;
  private static final int FULL_BOX_HEADER = 12;

  private Mp4Head() {}

  /** Changes the edits in {@code blob} in place. */
  static void openEdits(byte[] blob) {
    walk(ByteBuffer.wrap(blob), 0, blob.length);
  }

  private static void walk(ByteBuffer data, int from, int to) {
    int at = from;
    while (at + BOX_HEADER <= to) {
      int size = data.getInt(at);
      if (size < BOX_HEADER || at + size > to) {
        return; // a 64-bit or open-ended box: media data, behind the movie box
      }
      int type = data.getInt(at + 4);
      if (type == MOOV || type == TRAK || type == EDTS) {
        walk(data, at + BOX_HEADER, at + size);
      } else if (type == ELST) {
        openEntries(data, at);
      }
      at += size;
    }
  }

  private static void openEntries(ByteBuffer data, int box) {
    boolean wide = data.get(box + BOX_HEADER) == 1;
    int count = data.getInt(box + FULL_BOX_HEADER);
    int at = box + FULL_BOX_HEADER + 4;
    for (int i = 0; i < count; i++) {
      if (wide && data.getLong(at) == 0) {
        data.putLong(at, Long.MAX_VALUE);
      } else if (!wide && data.getInt(at) == 0) {
        data.putInt(at, Integer.MAX_VALUE);
      }
      at += wide ? 20 : 12;
    }
  }
}
