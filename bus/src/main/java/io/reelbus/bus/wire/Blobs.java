package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.ChunkProto;
import io.reelbus.model.Blob;

/** Messages of {@code blobs}. */
public final class Blobs {

  private Blobs() {}

  /** The message, before it is cut into records. */
  public static byte[] encode(Blob blob) {
    return ChunkProto.Blob.newBuilder()
        .setRecordingId(blob.recordingId())
        .setSlice(blob.slice())
        .setTimecodeUs(blob.timecodeUs())
        .setLast(blob.last())
        .setData(Malformed.wrap(blob.data()))
        .build()
        .toByteArray();
  }

  /** The blob of a whole message. */
  public static Blob decode(byte[] message) {
    return Malformed.guard(
        "blob",
        () -> {
          ChunkProto.Blob from = ChunkProto.Blob.parseFrom(message);
          return new Blob(
              from.getRecordingId(),
              from.getSlice(),
              from.getTimecodeUs(),
              from.getLast(),
              from.getData().toByteArray());
        });
  }
}
