package io.reelbus.ffmpeg;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Puts right what FFmpeg writes into the edit lists of an MP4 (ISO/IEC 14496-12, 8.6.6).
 *
 * <p>In the head of a growing file it gives edits a duration of 0, "whatever follows". Readers,
 * FFmpeg's own among them, take that for an empty edit when the movie box has samples, and lose the
 * first fragment. The longest duration there is means the same and is understood.
 *
 * <p>Of a sound track that begins after the recording, it forgets the priming: the track would
 * sound from its first packet on, rather than be silent up to its first sample.
 */
final class Mp4Edits {

  private static final int MOOV = 0x6d6f6f76;
  private static final int TRAK = 0x7472616b;
  private static final int EDTS = 0x65647473;
  private static final int ELST = 0x656c7374;
  private static final int BOX_HEADER = 8;
  private static final int LIST_HEADER = 16;
  private static final int EMPTY = -1;

  private final long movieTimescale;
  private final long[] timescales;
  private final long[] starts;
  private final long[] paddings;
  private int track;

  /**
   * Makes one for a file.
   *
   * @param movieTimescale ticks per second of edit durations
   * @param timescales ticks per second of each track
   */
  Mp4Edits(long movieTimescale, long[] timescales) {
    this.movieTimescale = movieTimescale;
    this.timescales = timescales.clone();
    this.starts = new long[timescales.length];
    this.paddings = new long[timescales.length];
  }

  /**
   * Says where a track starts; for its first packet.
   *
   * @param timestamp of the packet, ticks
   * @param padding samples at its start that are not to be heard
   */
  void starts(int index, long timestamp, long padding) {
    starts[index] = timestamp;
    paddings[index] = padding;
  }

  /** The head of a growing file; its length does not change. */
  byte[] inHead(byte[] blob) {
    return rewrite(blob, true);
  }

  /** The end of a finished file, with its movie box. */
  byte[] inTail(byte[] tail) {
    return rewrite(tail, false);
  }

  private byte[] rewrite(byte[] boxes, boolean growing) {
    track = -1;
    ByteArrayOutputStream out = new ByteArrayOutputStream(boxes.length + 64);
    children(boxes, 0, boxes.length, out, growing);
    return out.toByteArray();
  }

  private void children(
      byte[] boxes, int from, int to, ByteArrayOutputStream out, boolean growing) {
    ByteBuffer data = ByteBuffer.wrap(boxes);
    int at = from;
    while (at + BOX_HEADER <= to) {
      int size = data.getInt(at);
      if (size < BOX_HEADER || at + size > to) {
        break; // a 64-bit or open-ended box: media data
      }
      int type = data.getInt(at + 4);
      if (type == MOOV || type == TRAK || type == EDTS) {
        track += type == TRAK ? 1 : 0;
        ByteArrayOutputStream inside = new ByteArrayOutputStream(size + 32);
        children(boxes, at + BOX_HEADER, at + size, inside, growing);
        ByteBuffer header = ByteBuffer.allocate(BOX_HEADER);
        header.putInt(BOX_HEADER + inside.size()).putInt(type);
        out.writeBytes(header.array());
        out.writeBytes(inside.toByteArray());
      } else {
        byte[] box = Arrays.copyOfRange(boxes, at, at + size);
        out.writeBytes(type == ELST ? edits(box, growing) : box);
      }
      at += size;
    }
    out.write(boxes, at, to - at);
  }

  private byte[] edits(byte[] box, boolean growing) {
    ByteBuffer old = ByteBuffer.wrap(box);
    boolean wide = old.get(BOX_HEADER) == 1;
    int count = old.getInt(LIST_HEADER - 4);
    long heardAt = starts[track] + paddings[track];
    boolean right = paddings[track] == 0 || heardAt == 0;
    int wanted = right ? count : heardAt > 0 ? 2 : 1;
    if (growing && wanted != count) {
      right = true; // no room; FFmpeg's is off by less than the priming, until the file is finished
    }
    if (right) {
      for (int i = 0; growing && i < count; i++) {
        open(old, LIST_HEADER + i * entrySize(wide), wide);
      }
      return box;
    }
    long skip = Math.max(paddings[track], -starts[track]);
    long length = duration(old, LIST_HEADER + (count - 1) * entrySize(wide), wide);
    long whole = length + movie(Math.max(0, -starts[track]));
    ByteBuffer made = ByteBuffer.allocate(LIST_HEADER + wanted * entrySize(wide));
    made.putInt(made.capacity()).put(box, 4, LIST_HEADER - 8).putInt(wanted);
    if (wanted == 2) {
      entry(made, movie(heardAt), EMPTY, wide);
    }
    entry(made, growing ? 0 : Math.max(1, whole - movie(skip)), skip, wide);
    if (growing) {
      open(made, made.capacity() - entrySize(wide), wide);
    }
    return made.array();
  }

  private static int entrySize(boolean wide) {
    return wide ? 20 : 12;
  }

  private static long duration(ByteBuffer list, int at, boolean wide) {
    return wide ? list.getLong(at) : Integer.toUnsignedLong(list.getInt(at));
  }

  private static void open(ByteBuffer list, int at, boolean wide) {
    if (duration(list, at, wide) != 0) {
      return;
    }
    if (wide) {
      list.putLong(at, Long.MAX_VALUE);
    } else {
      list.putInt(at, Integer.MAX_VALUE);
    }
  }

  private static void entry(ByteBuffer to, long duration, long mediaTime, boolean wide) {
    if (wide) {
      to.putLong(duration).putLong(mediaTime);
    } else {
      to.putInt((int) duration).putInt((int) mediaTime);
    }
    to.putInt(0x10000); // rate 1
  }

  private long movie(long ticks) {
    return Math.round((double) ticks * movieTimescale / timescales[track]);
  }
}
