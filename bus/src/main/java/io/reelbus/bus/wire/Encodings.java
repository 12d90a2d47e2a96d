package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.MediaProto;
import io.reelbus.model.EncodingOptions;
import io.reelbus.model.EncodingOptions.BitrateMode;
import io.reelbus.model.Ratio;
import io.reelbus.model.Resize;
import java.util.HashMap;
import java.util.Map;

/** How recorders and streams want to be encoded, within other records. */
final class Encodings {

  private Encodings() {}

  static MediaProto.EncodingOptions encode(EncodingOptions options) {
    return MediaProto.EncodingOptions.newBuilder()
        .setAudioBitrateMode(options.audioBitrateMode().name())
        .setKeyFrameIntervalUs(options.keyFrameIntervalUs())
        .setKeyFrameIntervalCount(options.keyFrameIntervalCount())
        .build();
  }

  /** Records from before there were options have none. */
  static EncodingOptions decode(MediaProto.EncodingOptions from) {
    String mode = from.getAudioBitrateMode();
    return new EncodingOptions(
        mode.isEmpty() ? BitrateMode.VARIABLE : BitrateMode.valueOf(mode),
        from.getKeyFrameIntervalUs(),
        from.getKeyFrameIntervalCount());
  }

  static MediaProto.Resize encode(Resize resize) {
    return MediaProto.Resize.newBuilder()
        .setWidth(resize.width())
        .setHeight(resize.height())
        .setFrameRate(Formats.encode(resize.frameRate()))
        .build();
  }

  static Map<Integer, MediaProto.Resize> encode(Map<Integer, Resize> resizes) {
    Map<Integer, MediaProto.Resize> to = new HashMap<>();
    resizes.forEach((track, resize) -> to.put(track, encode(resize)));
    return to;
  }

  static Map<Integer, Resize> decode(Map<Integer, MediaProto.Resize> from) {
    Map<Integer, Resize> resizes = new HashMap<>();
    from.forEach((track, resize) -> resizes.put(track, decode(resize)));
    return resizes;
  }

  static Resize decode(MediaProto.Resize from) {
    Ratio rate = Formats.decode(from.getFrameRate());
    return new Resize(from.getWidth(), from.getHeight(), rate);
  }
}
