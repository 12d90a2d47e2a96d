package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.MediaProto;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeRange;
import java.util.List;

/** Identities, ranges and accounts of slices. */
final class Slices {

  private Slices() {}

  static MediaProto.ChunkId encode(ChunkId id) {
    return MediaProto.ChunkId.newBuilder()
        .setRecordingId(id.recordingId())
        .setTrack(id.track())
        .setSlice(id.slice())
        .build();
  }

  static ChunkId decode(MediaProto.ChunkId from) {
    return new ChunkId(from.getRecordingId().intern(), from.getTrack(), from.getSlice());
  }

  static List<MediaProto.TapeRange> encode(List<TapeRange> tape) {
    return tape.stream()
        .map(
            r ->
                MediaProto.TapeRange.newBuilder()
                    .setTopic(r.topic())
                    .setPartition(r.partition())
                    .setFromOffset(r.fromOffset())
                    .setToOffset(r.toOffset())
                    .build())
        .toList();
  }

  static List<TapeRange> decode(List<MediaProto.TapeRange> from) {
    return from.stream()
        .map(
            r ->
                new TapeRange(
                    r.getTopic().intern(), r.getPartition(), r.getFromOffset(), r.getToOffset()))
        .toList();
  }

  static MediaProto.Loss encode(Loss loss) {
    return MediaProto.Loss.newBuilder()
        .setCause(loss.cause().name())
        .setCount(loss.count())
        .setFromUs(loss.fromUs())
        .setToUs(loss.toUs())
        .setDetail(loss.detail())
        .build();
  }

  static Loss decode(MediaProto.Loss from) {
    return new Loss(
        LossCause.valueOf(from.getCause()),
        from.getCount(),
        from.getFromUs(),
        from.getToUs(),
        from.getDetail());
  }

  static MediaProto.SliceAccount encode(SliceAccount account) {
    return MediaProto.SliceAccount.newBuilder()
        .setCaptured(account.captured())
        .setFromUs(account.fromUs())
        .setToUs(account.toUs())
        .setCapturedAtUs(account.capturedAtUs())
        .addAllLosses(account.losses().stream().map(Slices::encode).toList())
        .setCapturedUntilAtUs(account.capturedUntilAtUs())
        .build();
  }

  static SliceAccount decode(MediaProto.SliceAccount from) {
    return new SliceAccount(
        from.getCaptured(),
        from.getFromUs(),
        from.getToUs(),
        from.getCapturedAtUs(),
        from.getLossesList().stream().map(Slices::decode).toList(),
        Math.max(from.getCapturedAtUs(), from.getCapturedUntilAtUs()));
  }
}
