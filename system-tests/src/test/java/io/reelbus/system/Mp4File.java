package io.reelbus.system;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The boxes of an MP4 file (ISO/IEC 14496-12), read from its bytes.
 *
 * @param boxes types of the outermost boxes, in order
 * @param durationMs of the movie
 * @param tracks in the movie's order
 */
record Mp4File(List<String> boxes, long durationMs, List<Track> tracks) {

  /**
   * What a track box says.
   *
   * @param handler {@code vide} or {@code soun}
   * @param timescale ticks per second
   * @param sampleTicks sum of all sample durations
   * @param startTicks where the presentation starts in the media: priming, or the first picture
   * @param delayMs empty edit before it
   */
  record Track(
      String handler,
      long timescale,
      int samples,
      long sampleTicks,
      long startTicks,
      long delayMs) {

    /** Length of what is presented. */
    long presentedTicks() {
      return sampleTicks - startTicks;
    }
  }

  private record Box(String type, int from, int to) {}

  static Mp4File read(Path file) {
    try {
      ByteBuffer data = ByteBuffer.wrap(Files.readAllBytes(file));
      List<Box> outer = children(data, 0, data.limit());
      List<String> types = outer.stream().map(Box::type).toList();
      Box movie =
          outer.stream()
              .filter(b -> b.type().equals("moov"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(file + ": no movie box among " + types));
      long duration = 0;
      List<Track> tracks = new ArrayList<>();
      for (Box box : children(data, movie.from(), movie.to())) {
        if (box.type().equals("mvhd")) {
          boolean wide = data.get(box.from()) == 1;
          long scale = u32(data, box.from() + (wide ? 20 : 12));
          long ticks = wide ? data.getLong(box.from() + 24) : u32(data, box.from() + 16);
          duration = ticks * 1000 / scale;
        } else if (box.type().equals("trak")) {
          tracks.add(track(data, box));
        }
      }
      return new Mp4File(types, duration, List.copyOf(tracks));
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }

  private static Track track(ByteBuffer data, Box track) {
    String handler = "";
    long timescale = 1;
    int samples = 0;
    long ticks = 0;
    long start = 0;
    long delay = 0;
    for (Box box : all(data, track)) {
      int at = box.from();
      switch (box.type()) {
        case "hdlr" -> handler = handler.isEmpty() ? type(data, at + 8) : handler;
        case "mdhd" -> timescale = u32(data, at + (data.get(at) == 1 ? 20 : 12));
        case "stts" -> {
          for (int i = 0; i < data.getInt(at + 4); i++) {
            samples += data.getInt(at + 8 + 8 * i);
            ticks += u32(data, at + 8 + 8 * i) * u32(data, at + 12 + 8 * i);
          }
        }
        case "elst" -> {
          boolean wide = data.get(at) == 1;
          for (int i = 0; i < data.getInt(at + 4); i++) {
            int entry = at + 8 + (wide ? 20 : 12) * i;
            long length = wide ? data.getLong(entry) : u32(data, entry);
            long media = wide ? data.getLong(entry + 8) : data.getInt(entry + 4);
            if (media < 0) {
              delay += length;
            } else {
              start = media;
            }
          }
        }
        default -> {}
      }
    }
    return new Track(handler, timescale, samples, ticks, start, delay);
  }

  private static List<Box> all(ByteBuffer data, Box parent) {
    List<Box> found = new ArrayList<>();
    for (Box box : children(data, parent.from(), parent.to())) {
      found.add(box);
      if (List.of("edts", "mdia", "minf", "stbl").contains(box.type())) {
        found.addAll(all(data, box));
      }
    }
    return found;
  }

  private static List<Box> children(ByteBuffer data, int from, int to) {
    List<Box> boxes = new ArrayList<>();
    int at = from;
    while (at < to) {
      long size = u32(data, at);
      int header = 8;
      if (size == 1) {
        size = data.getLong(at + 8);
        header = 16;
      }
      if (size < header || at + size > to) {
        throw new AssertionError(
            "box at " + at + ": size " + size + " (expected: within " + to + ")");
      }
      boxes.add(new Box(type(data, at + 4), at + header, (int) (at + size)));
      at += (int) size;
    }
    return boxes;
  }

  private static String type(ByteBuffer data, int at) {
    byte[] four = new byte[4];
    data.get(at, four);
    return new String(four, StandardCharsets.ISO_8859_1);
  }

  private static long u32(ByteBuffer data, int at) {
    return Integer.toUnsignedLong(data.getInt(at));
  }
}
