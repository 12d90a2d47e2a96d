package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.TapeProto;
import io.reelbus.model.LossCause;
import io.reelbus.model.SideData;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeFrame.Picture;
import io.reelbus.model.TapeMark;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tape record says of its frame. The payload is not in here: it is the record's value.
 *
 * @param timestamp see {@link TapeFrame}
 * @param decodeTimestamp see {@link TapeFrame}
 * @param duration see {@link TapeFrame}
 * @param key see {@link TapeFrame}
 * @param sampleCount see {@link TapeFrame}
 * @param picture see {@link TapeFrame}
 * @param sideData see {@link TapeFrame}
 * @param part from 0; parts behind 0 have none of the fields above
 * @param parts at least 1
 * @param totalBytes of the frame's payload
 * @param mark what is said of the place before the frame
 */
public record FrameHeader(
    long timestamp,
    long decodeTimestamp,
    long duration,
    boolean key,
    int sampleCount,
    @Nullable Picture picture,
    List<SideData> sideData,
    int part,
    int parts,
    long totalBytes,
    TapeMark mark) {

  /** Name of the record header. */
  public static final String NAME = "frame";

  /** Checks the ranges. */
  public FrameHeader {
    if (part < 0 || part >= parts || totalBytes < 0 || totalBytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "frame part: "
              + part
              + " of "
              + parts
              + ", "
              + totalBytes
              + " bytes (expected: 0 <= part < parts)");
    }
  }

  /** The header of part 0. */
  public static FrameHeader first(TapeFrame frame, int parts, TapeMark mark) {
    return new FrameHeader(
        frame.timestamp(),
        frame.decodeTimestamp(),
        frame.duration(),
        frame.key(),
        frame.sampleCount(),
        frame.picture(),
        frame.sideData(),
        0,
        parts,
        frame.size(),
        mark);
  }

  /** The header of a part behind part 0. */
  public static FrameHeader further(int part, int parts, long totalBytes) {
    return new FrameHeader(
        0, 0, 0, false, 0, null, List.of(), part, parts, totalBytes, TapeMark.NONE);
  }

  /** The frame with its payload. */
  public TapeFrame frame(ByteBuffer data) {
    return new TapeFrame(
        timestamp, decodeTimestamp, duration, key, sampleCount, picture, sideData, data);
  }

  /** The header's value. */
  public byte[] encode() {
    TapeProto.FrameHeader.Builder to =
        TapeProto.FrameHeader.newBuilder()
            .setTimestamp(timestamp)
            .setDecodeTimestamp(decodeTimestamp)
            .setDuration(duration)
            .setKey(key)
            .setSampleCount(sampleCount)
            .addAllSideData(Formats.encode(sideData))
            .setPart(part)
            .setParts(parts)
            .setTotalBytes(totalBytes)
            .setFirst(mark.first());
    if (picture != null) {
      to.setPicture(
          TapeProto.Picture.newBuilder()
              .setWidth(picture.width())
              .setHeight(picture.height())
              .setPixelFormat(picture.pixelFormat()));
    }
    TapeMark.Missing missing = mark.missing();
    if (missing != null) {
      to.setMissing(
          TapeProto.Missing.newBuilder()
              .setCause(missing.cause().name())
              .setCount(missing.count())
              .setFromTimestamp(missing.fromTimestamp())
              .setToTimestamp(missing.toTimestamp())
              .setDetail(missing.detail()));
    }
    return to.build().toByteArray();
  }

  /** The header of a header's value. */
  public static FrameHeader decode(byte[] value) {
    return Malformed.guard("frame header", () -> decode(TapeProto.FrameHeader.parseFrom(value)));
  }

  private static FrameHeader decode(TapeProto.FrameHeader from) {
    TapeProto.Picture p = from.getPicture();
    return new FrameHeader(
        from.getTimestamp(),
        from.getDecodeTimestamp(),
        from.getDuration(),
        from.getKey(),
        from.getSampleCount(),
        from.hasPicture() ? new Picture(p.getWidth(), p.getHeight(), p.getPixelFormat()) : null,
        Formats.decode(from.getSideDataList()),
        from.getPart(),
        from.getParts(),
        from.getTotalBytes(),
        mark(from));
  }

  private static TapeMark mark(TapeProto.FrameHeader from) {
    TapeProto.Missing m = from.getMissing();
    return new TapeMark(
        from.getFirst(),
        from.hasMissing()
            ? new TapeMark.Missing(
                LossCause.valueOf(m.getCause()),
                m.getCount(),
                m.getFromTimestamp(),
                m.getToTimestamp(),
                m.getDetail())
            : null);
  }
}
