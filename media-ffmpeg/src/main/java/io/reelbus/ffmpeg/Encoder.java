package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_CLOSED_GOP;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_OPT_SEARCH_CHILDREN;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.Codec;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.Ratio;
import io.reelbus.model.SideData;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** A native encoder, set up from a cut's configuration. Packets are lent for the call. */
final class Encoder implements AutoCloseable {

  /** Longest distance between key frames, so that files seek well whatever the timeslice is. */
  private static final int KEY_FRAME_SECONDS = 4;

  /** More pictures than a slice has: key frames come as they are asked for. */
  private static final int NO_KEY_FRAMES = 1_000_000;

  private final EncoderConfig config;
  private final AVCodecContext context;
  private final AVPacket packet = av_packet_alloc();
  private final TrackFormat format;

  Encoder(EncoderConfig config, List<SideData> trackSideData, String language) {
    Ffmpeg.load();
    this.config = config;
    String name = EncoderSettings.available(config.codec());
    if (name.isEmpty()) {
      throw new MediaException(
          "NotSupportedError",
          Next.QUARANTINE,
          "codec: "
              + config.codec().codecName()
              + " cannot be encoded by this build (needs one of "
              + EncoderSettings.encoders(config.codec())
              + ")");
    }
    AVCodec codec = avcodec_find_encoder_by_name(name);
    context = avcodec_alloc_context3(codec);
    NativeHandles.opened();
    try {
      context.thread_count(1);
      context.flags(
          context.flags()
              | Ffmpeg.BITEXACT
              | AV_CODEC_FLAG_GLOBAL_HEADER
              | AV_CODEC_FLAG_CLOSED_GOP);
      context.time_base().num(config.timeBase().num()).den(config.timeBase().den());
      context.bit_rate(config.bitRate());
      VideoFormat video = config.video();
      if (video != null) {
        setUpVideo(video);
      } else {
        setUpAudio(Objects.requireNonNull(config.audio()));
      }
      EncoderSettings.options(name, config)
          .forEach((k, v) -> Ffmpeg.check(av_opt_set(context, k, v, AV_OPT_SEARCH_CHILDREN), k));
      int opened = avcodec_open2(context, codec, (AVDictionary) null);
      if (opened < 0) {
        throw new MediaException(
            "EncodingError", Next.QUARANTINE, name + " " + shape() + ": " + Ffmpeg.text(opened));
      }
      format = readFormat(trackSideData, language);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private String shape() {
    return String.valueOf(config.video() != null ? config.video() : config.audio());
  }

  private void setUpVideo(VideoFormat v) {
    context.width(v.width());
    context.height(v.height());
    context.pix_fmt(av_get_pix_fmt(v.pixelFormat()));
    Ratio rate = v.frameRate().known() ? v.frameRate() : new Ratio(25, 1);
    context.framerate().num(rate.num()).den(rate.den());
    context.gop_size(
        config.options().placesKeyFrames()
            ? NO_KEY_FRAMES
            : Math.max(1, (int) Math.ceil(rate.value() * KEY_FRAME_SECONDS)));
    context.max_b_frames(0); // decode order is presentation order: joins need no repair
    context.sample_aspect_ratio().num(v.sampleAspectRatio().num()).den(v.sampleAspectRatio().den());
    context.color_range(v.color().range());
    context.color_primaries(v.color().primaries());
    context.color_trc(v.color().transfer());
    context.colorspace(v.color().matrix());
    context.chroma_sample_location(v.color().chromaLocation());
    if (config.bitRate() > 0) {
      context.rc_max_rate(0);
    }
  }

  private void setUpAudio(AudioFormat a) {
    context.sample_rate(a.sampleRate());
    context.sample_fmt(av_get_sample_fmt(sampleFormat(config)));
    Formats.layout(a.channelLayout(), a.channels(), context.ch_layout());
    if (config.codec() == Codec.FLAC) {
      context.frame_size(a.frameSize());
      context.bits_per_raw_sample(a.bitsPerSample() > 16 ? 24 : 16);
    }
  }

  /** The sample format an encoder takes. */
  static String sampleFormat(EncoderConfig config) {
    return switch (config.codec()) {
      case OPUS -> "flt";
      case AAC -> "fltp";
      case FLAC -> Objects.requireNonNull(config.audio()).bitsPerSample() > 16 ? "s32" : "s16";
      default -> "s16";
    };
  }

  private TrackFormat readFormat(List<SideData> trackSideData, String language) {
    AVCodecParameters p = avcodec_parameters_alloc();
    try {
      avcodec_parameters_from_context(p, context);
      VideoFormat v = config.video();
      TrackFormat read =
          Formats.read(
              p,
              config.timeBase(),
              v == null ? Ratio.UNKNOWN : v.frameRate(),
              Wire.NATIVE,
              language);
      return new TrackFormat(
          read.wire(),
          read.codecName(),
          read.timeBase(),
          read.video(),
          read.audio(),
          read.extradata(),
          read.profile(),
          read.level(),
          config.bitRate(),
          trackSideData,
          language);
    } finally {
      avcodec_parameters_free(p);
    }
  }

  /** What the packets are. */
  TrackFormat format() {
    return format;
  }

  /** Samples per packet; the configuration's where the codec takes any number. */
  int frameSize() {
    return context.frame_size() > 0
        ? context.frame_size()
        : Objects.requireNonNull(config.audio()).frameSize();
  }

  int initialPadding() {
    return context.initial_padding();
  }

  /** Encodes one frame; null flushes. */
  void encode(@Nullable AVFrame frame, Consumer<AVPacket> receiver) {
    AVFrame sent = frame == null ? new AVFrame(null) : frame;
    Ffmpeg.check(avcodec_send_frame(context, sent), "encode " + config.codec().codecName());
    while (true) {
      int got = avcodec_receive_packet(context, packet);
      if (got == Ffmpeg.AGAIN || got == AVERROR_EOF) {
        return;
      }
      Ffmpeg.check(got, "encode " + config.codec().codecName());
      receiver.accept(packet);
      av_packet_unref(packet);
    }
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      avcodec_free_context(context);
      context.setNull();
      av_packet_free(packet);
      NativeHandles.closed();
    }
  }
}
