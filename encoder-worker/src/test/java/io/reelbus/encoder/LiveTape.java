package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.bus.TapeWriter;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.Ratio;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** The tape of a small camera at 25 pictures per second, and cuts of it. */
final class LiveTape {

  /** Pictures of a slice. */
  static final int SLICE = 10;

  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;

  private final Bus bus;
  private final String topic;
  private final String recording = UUID.randomUUID().toString();
  private final List<TapeRange> written = new ArrayList<>();
  private final VideoFormat picture =
      new VideoFormat(
          WIDTH,
          HEIGHT,
          "yuv420p",
          new Ratio(1, 1),
          new Ratio(25, 1),
          VideoFormat.Color.UNSPECIFIED,
          1);

  LiveTape(Bus bus) {
    this.bus = bus;
    this.topic = bus.tapes().pool("live-" + recording);
  }

  /** Captures so many pictures more. */
  void capture(int pictures) {
    try (TapeWriter writer = bus.tapeWriter(topic, 0)) {
      for (int i = 0; i < pictures; i++) {
        written.add(writer.append(frame(written.size())).toCompletableFuture().join());
      }
    }
  }

  private static TapeFrame frame(int number) {
    byte[] data = new byte[WIDTH * HEIGHT * 3 / 2];
    new Random(number).nextBytes(data);
    return new TapeFrame(
        number,
        number,
        1,
        true,
        0,
        new TapeFrame.Picture(WIDTH, HEIGHT, "yuv420p"),
        List.of(),
        ByteBuffer.wrap(data));
  }

  /** Nothing before this picture is on the tape any more. */
  void free(int pictures) {
    bus.tapes().free(topic, 0, written.get(pictures).fromOffset());
  }

  /** A slice as long as its like. */
  Cut cut(int slice) {
    return cut(slice, slice * SLICE, (slice + 1) * SLICE, false);
  }

  /** A last slice of these pictures, which ends where its tape does. */
  Cut endless(int slice, int from, int to) {
    return cut(slice, from, to, Long.MAX_VALUE, true);
  }

  /** A slice of these pictures. */
  Cut cut(int slice, int from, int to, boolean last) {
    return cut(slice, from, to, to, last);
  }

  private Cut cut(int slice, int from, int to, long toTimestamp, boolean last) {
    TimeBase base = new TimeBase(1, 25);
    return new Cut(
        new ChunkId(recording, 0, slice),
        Lane.LIVE,
        List.of(
            new TapeRange(
                topic, 0, written.get(from).fromOffset(), written.get(to - 1).toOffset())),
        new TrackFormat(
            Wire.RAW, "rawvideo", base, picture, null, new byte[0], 0, 0, 0, List.of(), ""),
        new EncoderConfig(Codec.VP8, false, 100_000, base, picture, null, 0, true),
        from,
        toTimestamp,
        0,
        0,
        0,
        0,
        last,
        new SliceAccount(to - from, from * 40_000L, to * 40_000L, 0, List.of()));
  }
}
