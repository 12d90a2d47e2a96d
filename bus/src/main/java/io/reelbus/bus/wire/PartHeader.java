package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.ChunkProto;
import java.util.UUID;

/**
 * What a record of a message that was cut into parts says of itself.
 *
 * @param attempt one number for each time a message is written
 * @param part from 0
 * @param parts at least 1
 * @param totalBytes of the message
 * @param subject what the message is about
 */
public record PartHeader(UUID attempt, int part, int parts, long totalBytes, String subject) {

  /** Name of the record header. */
  public static final String NAME = "part";

  /** Checks the ranges. */
  public PartHeader {
    if (part < 0 || part >= parts || totalBytes < 0) {
      throw new IllegalArgumentException(
          "part: "
              + part
              + " of "
              + parts
              + ", "
              + totalBytes
              + " bytes (expected: 0 <= part < parts)");
    }
  }

  /** The header's value. */
  public byte[] encode() {
    return ChunkProto.Part.newBuilder()
        .setAttemptHigh(attempt.getMostSignificantBits())
        .setAttemptLow(attempt.getLeastSignificantBits())
        .setPart(part)
        .setParts(parts)
        .setTotalBytes(totalBytes)
        .setSubject(subject)
        .build()
        .toByteArray();
  }

  /** The header of a header's value. */
  public static PartHeader decode(byte[] value) {
    return Malformed.guard(
        "part header",
        () -> {
          ChunkProto.Part from = ChunkProto.Part.parseFrom(value);
          return new PartHeader(
              new UUID(from.getAttemptHigh(), from.getAttemptLow()),
              from.getPart(),
              from.getParts(),
              from.getTotalBytes(),
              from.getSubject());
        });
  }
}
