package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.MediaProto;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.Ratio;
import io.reelbus.model.SideData;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.List;

/** Track formats and their parts. */
final class Formats {

  private Formats() {}

  static MediaProto.TrackFormat encode(TrackFormat format) {
    MediaProto.TrackFormat.Builder to =
        MediaProto.TrackFormat.newBuilder()
            .setWire(format.wire().name())
            .setCodecName(format.codecName())
            .setTimeBase(encode(format.timeBase()))
            .setExtradata(Malformed.wrap(format.extradata()))
            .setProfile(format.profile())
            .setLevel(format.level())
            .setBitRate(format.bitRate())
            .addAllSideData(encode(format.sideData()))
            .setLanguage(format.language());
    if (format.video() != null) {
      to.setVideo(encode(format.video()));
    }
    if (format.audio() != null) {
      to.setAudio(encode(format.audio()));
    }
    return to.build();
  }

  static TrackFormat decode(MediaProto.TrackFormat from) {
    return new TrackFormat(
        Wire.valueOf(from.getWire()),
        from.getCodecName().intern(),
        decode(from.getTimeBase()),
        from.hasVideo() ? decode(from.getVideo()) : null,
        from.hasAudio() ? decode(from.getAudio()) : null,
        from.getExtradata().toByteArray(),
        from.getProfile(),
        from.getLevel(),
        from.getBitRate(),
        decode(from.getSideDataList()),
        from.getLanguage().intern());
  }

  static MediaProto.TimeBase encode(TimeBase timeBase) {
    return MediaProto.TimeBase.newBuilder().setNum(timeBase.num()).setDen(timeBase.den()).build();
  }

  static TimeBase decode(MediaProto.TimeBase from) {
    return new TimeBase(from.getNum(), from.getDen());
  }

  static MediaProto.VideoFormat encode(VideoFormat video) {
    return MediaProto.VideoFormat.newBuilder()
        .setWidth(video.width())
        .setHeight(video.height())
        .setPixelFormat(video.pixelFormat())
        .setSampleAspectRatio(encode(video.sampleAspectRatio()))
        .setFrameRate(encode(video.frameRate()))
        .setColorRange(video.color().range())
        .setColorPrimaries(video.color().primaries())
        .setColorTransfer(video.color().transfer())
        .setColorMatrix(video.color().matrix())
        .setChromaLocation(video.color().chromaLocation())
        .setFieldOrder(video.fieldOrder())
        .build();
  }

  static VideoFormat decode(MediaProto.VideoFormat from) {
    return new VideoFormat(
        from.getWidth(),
        from.getHeight(),
        from.getPixelFormat().intern(),
        decode(from.getSampleAspectRatio()),
        decode(from.getFrameRate()),
        new VideoFormat.Color(
            from.getColorRange(),
            from.getColorPrimaries(),
            from.getColorTransfer(),
            from.getColorMatrix(),
            from.getChromaLocation()),
        from.getFieldOrder());
  }

  static MediaProto.AudioFormat encode(AudioFormat audio) {
    return MediaProto.AudioFormat.newBuilder()
        .setSampleRate(audio.sampleRate())
        .setChannels(audio.channels())
        .setChannelLayout(audio.channelLayout())
        .setSampleFormat(audio.sampleFormat())
        .setBitsPerSample(audio.bitsPerSample())
        .setFrameSize(audio.frameSize())
        .setInitialPaddingSamples(audio.initialPaddingSamples())
        .setSeekPrerollSamples(audio.seekPrerollSamples())
        .setBlockAlign(audio.blockAlign())
        .build();
  }

  static AudioFormat decode(MediaProto.AudioFormat from) {
    return new AudioFormat(
        from.getSampleRate(),
        from.getChannels(),
        from.getChannelLayout().intern(),
        from.getSampleFormat().intern(),
        from.getBitsPerSample(),
        from.getFrameSize(),
        from.getInitialPaddingSamples(),
        from.getSeekPrerollSamples(),
        from.getBlockAlign());
  }

  static List<MediaProto.SideData> encode(List<SideData> sideData) {
    return sideData.stream()
        .map(
            s ->
                MediaProto.SideData.newBuilder()
                    .setType(s.type())
                    .setData(Malformed.wrap(s.data()))
                    .build())
        .toList();
  }

  static List<SideData> decode(List<MediaProto.SideData> from) {
    return from.stream().map(s -> new SideData(s.getType(), s.getData().toByteArray())).toList();
  }

  static MediaProto.Ratio encode(Ratio ratio) {
    return MediaProto.Ratio.newBuilder().setNum(ratio.num()).setDen(ratio.den()).build();
  }

  static Ratio decode(MediaProto.Ratio from) {
    return new Ratio(from.getNum(), from.getDen());
  }
}
