package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.ChunkProto;
import io.reelbus.model.Chunk;
import io.reelbus.model.EncodedPacket;

/** Messages of {@code chunks}. */
public final class Chunks {

  private Chunks() {}

  /** The message, before it is cut into records. */
  public static byte[] encode(Chunk chunk) {
    ChunkProto.Chunk.Builder to =
        ChunkProto.Chunk.newBuilder()
            .setId(Slices.encode(chunk.id()))
            .setUnits(chunk.units())
            .setLast(chunk.last())
            .setAccount(Slices.encode(chunk.account()))
            .setWorker(chunk.worker())
            .setAttempt(chunk.attempt())
            .addAllTape(Slices.encode(chunk.tape()));
    if (chunk.format() != null) {
      to.setFormat(Formats.encode(chunk.format()));
    }
    for (EncodedPacket packet : chunk.packets()) {
      to.addPackets(
          ChunkProto.EncodedPacket.newBuilder()
              .setTimestamp(packet.timestamp())
              .setDecodeTimestamp(packet.decodeTimestamp())
              .setDuration(packet.duration())
              .setKey(packet.key())
              .addAllSideData(Formats.encode(packet.sideData()))
              .setData(Malformed.wrap(packet.data())));
    }
    return to.build().toByteArray();
  }

  /** The chunk of a whole message. */
  public static Chunk decode(byte[] message) {
    return Malformed.guard("chunk", () -> decode(ChunkProto.Chunk.parseFrom(message)));
  }

  private static Chunk decode(ChunkProto.Chunk from) {
    return new Chunk(
        Slices.decode(from.getId()),
        from.hasFormat() ? Formats.decode(from.getFormat()) : null,
        from.getPacketsList().stream().map(Chunks::decode).toList(),
        from.getUnits(),
        from.getLast(),
        Slices.decode(from.getAccount()),
        from.getWorker(),
        from.getAttempt(),
        Slices.decode(from.getTapeList()));
  }

  private static EncodedPacket decode(ChunkProto.EncodedPacket from) {
    return new EncodedPacket(
        from.getTimestamp(),
        from.getDecodeTimestamp(),
        from.getDuration(),
        from.getKey(),
        Formats.decode(from.getSideDataList()),
        from.getData().toByteArray());
  }
}
