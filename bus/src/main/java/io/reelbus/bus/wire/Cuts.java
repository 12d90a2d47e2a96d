package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.CutProto;
import io.reelbus.model.Blank;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.TapeStretch;

/** Records of the cut queues. */
public final class Cuts {

  private Cuts() {}

  /** The record's value. */
  public static byte[] encode(Cut cut) {
    return CutProto.Cut.newBuilder()
        .setId(Slices.encode(cut.id()))
        .setLane(cut.lane().name())
        .addAllTape(Slices.encode(cut.tape()))
        .setFormat(Formats.encode(cut.format()))
        .setEncoder(encode(cut.encoder()))
        .setFromTimestamp(cut.fromTimestamp())
        .setToTimestamp(cut.toTimestamp())
        .setOriginTimestamp(cut.originTimestamp())
        .setFirstSampleTimestamp(cut.firstSampleTimestamp())
        .setFromPacket(cut.fromPacket())
        .setToPacket(cut.toPacket())
        .setLast(cut.last())
        .setAccount(Slices.encode(cut.account()))
        .addAllStretches(cut.stretches().stream().map(Cuts::encode).toList())
        .addAllBlanks(cut.blanks().stream().map(Cuts::encode).toList())
        .build()
        .toByteArray();
  }

  /** The cut of a record's value. */
  public static Cut decode(byte[] value) {
    return Malformed.guard("cut", () -> decode(CutProto.Cut.parseFrom(value)));
  }

  private static Cut decode(CutProto.Cut from) {
    return new Cut(
        Slices.decode(from.getId()),
        Lane.valueOf(from.getLane()),
        Slices.decode(from.getTapeList()),
        Formats.decode(from.getFormat()),
        decode(from.getEncoder()),
        from.getFromTimestamp(),
        from.getToTimestamp(),
        from.getOriginTimestamp(),
        from.getFirstSampleTimestamp(),
        from.getFromPacket(),
        from.getToPacket(),
        from.getLast(),
        Slices.decode(from.getAccount()),
        from.getStretchesList().stream()
            .map(s -> new TapeStretch(s.getFromTimestamp(), s.getToTimestamp(), s.getShift()))
            .toList(),
        from.getBlanksList().stream()
            .map(b -> new Blank(b.getFromTimestamp(), b.getToTimestamp()))
            .toList());
  }

  private static CutProto.Blank encode(Blank blank) {
    return CutProto.Blank.newBuilder()
        .setFromTimestamp(blank.fromTimestamp())
        .setToTimestamp(blank.toTimestamp())
        .build();
  }

  private static CutProto.TapeStretch encode(TapeStretch stretch) {
    return CutProto.TapeStretch.newBuilder()
        .setFromTimestamp(stretch.fromTimestamp())
        .setToTimestamp(stretch.toTimestamp())
        .setShift(stretch.shift())
        .build();
  }

  private static CutProto.EncoderConfig encode(EncoderConfig encoder) {
    CutProto.EncoderConfig.Builder to =
        CutProto.EncoderConfig.newBuilder()
            .setCodec(encoder.codec().name())
            .setCopy(encoder.copy())
            .setBitRate(encoder.bitRate())
            .setTimeBase(Formats.encode(encoder.timeBase()))
            .setLeadInPackets(encoder.leadInPackets())
            .setRealtime(encoder.realtime())
            .setOptions(Encodings.encode(encoder.options()));
    if (encoder.video() != null) {
      to.setVideo(Formats.encode(encoder.video()));
    }
    if (encoder.audio() != null) {
      to.setAudio(Formats.encode(encoder.audio()));
    }
    if (encoder.resize() != null) {
      to.setResize(Encodings.encode(encoder.resize()));
    }
    return to.build();
  }

  private static EncoderConfig decode(CutProto.EncoderConfig from) {
    return new EncoderConfig(
        Codec.valueOf(from.getCodec()),
        from.getCopy(),
        from.getBitRate(),
        Formats.decode(from.getTimeBase()),
        from.hasVideo() ? Formats.decode(from.getVideo()) : null,
        from.hasAudio() ? Formats.decode(from.getAudio()) : null,
        from.getLeadInPackets(),
        from.getRealtime(),
        Encodings.decode(from.getOptions()),
        from.hasResize() ? Encodings.decode(from.getResize()) : null);
  }
}
