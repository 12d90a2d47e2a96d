package io.reelbus.bus.wire;

import io.reelbus.bus.PushPart;
import io.reelbus.bus.wire.proto.TapeProto;

/** What a record of a pushed stream says beside its bytes. */
public final class PushHeader {

  /** Name of the record header. */
  public static final String NAME = "push";

  private PushHeader() {}

  /** The header's value. */
  public static byte[] encode(PushPart part) {
    return TapeProto.PushHeader.newBuilder()
        .setKind(part.kind().name())
        .setPosition(part.position())
        .build()
        .toByteArray();
  }

  /** The part of a record. */
  public static PushPart decode(byte[] header, long offset, byte[] value) {
    return Malformed.guard(
        "push header",
        () -> {
          TapeProto.PushHeader from = TapeProto.PushHeader.parseFrom(header);
          return new PushPart(
              offset, PushPart.Kind.valueOf(from.getKind()), from.getPosition(), value);
        });
  }
}
