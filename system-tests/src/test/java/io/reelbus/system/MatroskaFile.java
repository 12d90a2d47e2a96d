package io.reelbus.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The elements of a Matroska or WebM file (RFC 9559), read from its bytes.
 *
 * @param duration of the segment in its ticks of a millisecond, 0 when it says none
 * @param clusterAt where clusters begin, bytes from the segment's data
 * @param cueAt clusters that cues point to, likewise
 * @param cueTimesMs what they say is there
 * @param codecDelayNs of each track, in the file's order
 * @param discardPaddingNs of all blocks together
 */
record MatroskaFile(
    double duration,
    List<Long> clusterAt,
    List<Long> cueAt,
    List<Long> cueTimesMs,
    List<Long> codecDelayNs,
    long discardPaddingNs) {

  private static final int SEGMENT = 0x18538067;
  private static final int INFO = 0x1549A966;
  private static final int DURATION = 0x4489;
  private static final int TRACKS = 0x1654AE6B;
  private static final int TRACK_ENTRY = 0xAE;
  private static final int CODEC_DELAY = 0x56AA;
  private static final int CLUSTER = 0x1F43B675;
  private static final int BLOCK_GROUP = 0xA0;
  private static final int DISCARD_PADDING = 0x75A2;
  private static final int CUES = 0x1C53BB6B;
  private static final int CUE_POINT = 0xBB;
  private static final int CUE_TIME = 0xB3;
  private static final int CUE_TRACK_POSITIONS = 0xB7;
  private static final int CUE_CLUSTER_POSITION = 0xF1;

  static MatroskaFile read(Path file) {
    try {
      Walk walk = new Walk(ByteBuffer.wrap(Files.readAllBytes(file)));
      walk.elements(0, walk.data.limit());
      return new MatroskaFile(
          walk.duration,
          List.copyOf(walk.clusters),
          List.copyOf(new TreeSet<>(walk.cuePositions)),
          List.copyOf(walk.cueTimes),
          List.copyOf(walk.delays),
          walk.padding);
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static final class Walk {
    final ByteBuffer data;
    final List<Long> clusters = new ArrayList<>();
    final List<Long> cuePositions = new ArrayList<>();
    final List<Long> cueTimes = new ArrayList<>();
    final List<Long> delays = new ArrayList<>();
    double duration;
    long padding;
    int segmentAt;

    Walk(ByteBuffer data) {
      this.data = data;
    }

    void elements(int from, int to) {
      int at = from;
      while (at < to) {
        int idLength = Integer.numberOfLeadingZeros(data.get(at) & 0xFF) - 23;
        int id = (int) number(at, idLength);
        int sizeLength = Integer.numberOfLeadingZeros(data.get(at + idLength) & 0xFF) - 23;
        long size = number(at + idLength, sizeLength) & ((1L << (7 * sizeLength)) - 1);
        int content = at + idLength + sizeLength;
        if (size == (1L << (7 * sizeLength)) - 1) {
          throw new AssertionError(
              "element " + Integer.toHexString(id) + ": its size is not known");
        }
        if (content + size > to) {
          throw new AssertionError(
              "element " + Integer.toHexString(id) + ": longer than its parent");
        }
        element(id, at, content, (int) size);
        at = content + (int) size;
      }
    }

    private void element(int id, int at, int content, int size) {
      switch (id) {
        case SEGMENT -> {
          segmentAt = content;
          elements(content, content + size);
        }
        case TRACK_ENTRY -> {
          delays.add(0L);
          elements(content, content + size);
        }
        case CLUSTER -> {
          clusters.add((long) at - segmentAt);
          elements(content, content + size);
        }
        case INFO, TRACKS, BLOCK_GROUP, CUES, CUE_POINT, CUE_TRACK_POSITIONS ->
            elements(content, content + size);
        case DURATION -> duration = size == 4 ? data.getFloat(content) : data.getDouble(content);
        case CODEC_DELAY -> delays.set(delays.size() - 1, number(content, size));
        case DISCARD_PADDING -> padding += number(content, size);
        case CUE_TIME -> cueTimes.add(number(content, size));
        case CUE_CLUSTER_POSITION -> cuePositions.add(number(content, size));
        default -> {}
      }
    }

    private long number(int at, int length) {
      long value = 0;
      for (int i = 0; i < length; i++) {
        value = value << 8 | (data.get(at + i) & 0xFF);
      }
      return value;
    }
  }
}
