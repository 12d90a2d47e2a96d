package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_descriptor_get_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_AUDIO;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_CHANNEL_ORDER_UNSPEC;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_default;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_describe;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_from_string;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt_name;
import static org.bytedeco.ffmpeg.global.avutil.av_mallocz;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.Ratio;
import io.reelbus.model.SideData;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodecDescriptor;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/** Between {@code AVCodecParameters} and {@link TrackFormat}. */
final class Formats {

  private static final int INPUT_PADDING = 64;

  private Formats() {}

  /** Reads a stream's parameters. */
  static TrackFormat read(
      AVCodecParameters p, TimeBase timeBase, Ratio frameRate, Wire wire, String language) {
    boolean video = p.codec_type() == AVMEDIA_TYPE_VIDEO;
    return new TrackFormat(
        wire,
        avcodec_get_name(p.codec_id()).getString(),
        timeBase,
        video ? video(p, frameRate) : null,
        video ? null : audio(p),
        bytes(p.extradata(), p.extradata_size()),
        p.profile(),
        p.level(),
        p.bit_rate(),
        sideData(p.coded_side_data(), p.nb_coded_side_data()),
        language);
  }

  private static VideoFormat video(AVCodecParameters p, Ratio frameRate) {
    return new VideoFormat(
        p.width(),
        p.height(),
        pixelFormatName(p.format()),
        ratio(p.sample_aspect_ratio()),
        frameRate,
        new VideoFormat.Color(
            p.color_range(),
            p.color_primaries(),
            p.color_trc(),
            p.color_space(),
            p.chroma_location()),
        p.field_order());
  }

  private static AudioFormat audio(AVCodecParameters p) {
    return new AudioFormat(
        p.sample_rate(),
        p.ch_layout().nb_channels(),
        layoutName(p.ch_layout()),
        sampleFormatName(p.format()),
        p.bits_per_raw_sample() > 0 ? p.bits_per_raw_sample() : p.bits_per_coded_sample(),
        p.frame_size(),
        p.initial_padding(),
        p.seek_preroll(),
        p.block_align());
  }

  /** Fills parameters for a decoder or a muxer. */
  static void write(TrackFormat format, AVCodecParameters p) {
    AVCodecDescriptor descriptor = avcodec_descriptor_get_by_name(format.codecName());
    if (descriptor == null || descriptor.isNull()) {
      throw new MediaException(
          "NotSupportedError", Next.STOP, "codec: '" + format.codecName() + "' is not known");
    }
    p.codec_id(descriptor.id());
    p.codec_tag(0);
    p.profile(format.profile());
    p.level(format.level());
    p.bit_rate(format.bitRate());
    if (format.video() != null) {
      writeVideo(format.video(), p);
    } else {
      writeAudio(format.audioFormat(), p);
    }
    byte[] extradata = format.extradata();
    if (extradata.length > 0) {
      // Owned by the parameters from here on, hence FFmpeg's allocator.
      BytePointer copy = new BytePointer(av_mallocz(extradata.length + (long) INPUT_PADDING));
      copy.put(extradata, 0, extradata.length);
      p.extradata(copy);
      p.extradata_size(extradata.length);
    }
    writeSideData(format.sideData(), p);
  }

  private static void writeVideo(VideoFormat v, AVCodecParameters p) {
    p.codec_type(AVMEDIA_TYPE_VIDEO);
    p.width(v.width());
    p.height(v.height());
    p.format(av_get_pix_fmt(v.pixelFormat()));
    p.sample_aspect_ratio().num(v.sampleAspectRatio().num()).den(v.sampleAspectRatio().den());
    p.framerate().num(v.frameRate().num()).den(v.frameRate().den());
    p.color_range(v.color().range());
    p.color_primaries(v.color().primaries());
    p.color_trc(v.color().transfer());
    p.color_space(v.color().matrix());
    p.chroma_location(v.color().chromaLocation());
    p.field_order(v.fieldOrder());
  }

  private static void writeAudio(AudioFormat a, AVCodecParameters p) {
    p.codec_type(AVMEDIA_TYPE_AUDIO);
    p.format(av_get_sample_fmt(a.sampleFormat()));
    p.sample_rate(a.sampleRate());
    layout(a.channelLayout(), a.channels(), p.ch_layout());
    p.bits_per_raw_sample(a.bitsPerSample());
    p.bits_per_coded_sample(a.bitsPerSample());
    p.frame_size(a.frameSize());
    p.initial_padding(a.initialPaddingSamples());
    p.seek_preroll(a.seekPrerollSamples());
    p.block_align(a.blockAlign());
  }

  private static void writeSideData(List<SideData> sideData, AVCodecParameters p) {
    for (SideData side : sideData) {
      try (PointerPointer<AVPacketSideData> array = new PointerPointer<>(1);
          IntPointer count = new IntPointer(1)) {
        array.put(0, p.coded_side_data());
        count.put(0, p.nb_coded_side_data());
        AVPacketSideData entry =
            av_packet_side_data_new(array, count, side.type(), side.data().length, 0);
        if (entry != null && !entry.isNull()) {
          entry.data().put(side.data(), 0, side.data().length);
        }
        p.coded_side_data(array.get(AVPacketSideData.class, 0));
        p.nb_coded_side_data(count.get(0));
      }
    }
  }

  static List<SideData> sideData(AVPacketSideData first, int count) {
    List<SideData> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      AVPacketSideData entry = first.getPointer(i);
      list.add(new SideData(entry.type(), bytes(entry.data(), (int) entry.size())));
    }
    return list;
  }

  static byte[] bytes(BytePointer pointer, int size) {
    byte[] copy = new byte[size];
    if (size > 0) {
      pointer.get(copy, 0, size);
    }
    return copy;
  }

  /** Sets {@code target} to a described layout, or the usual one for a number of channels. */
  static void layout(String name, int channels, AVChannelLayout target) {
    if (name.isEmpty() || av_channel_layout_from_string(target, name) < 0) {
      av_channel_layout_default(target, channels);
    }
  }

  /** Name of a layout; of a bare number of channels (WAV), that of the usual layout. */
  static String layoutName(AVChannelLayout layout) {
    if (layout.order() == AV_CHANNEL_ORDER_UNSPEC) {
      try (AVChannelLayout usual = new AVChannelLayout()) {
        av_channel_layout_default(usual, layout.nb_channels());
        return usual.order() == AV_CHANNEL_ORDER_UNSPEC ? "" : describe(usual);
      }
    }
    return describe(layout);
  }

  private static String describe(AVChannelLayout layout) {
    byte[] buffer = new byte[128];
    int length = av_channel_layout_describe(layout, buffer, buffer.length);
    return length <= 1 ? "" : new String(buffer, 0, length - 1, StandardCharsets.UTF_8);
  }

  static String pixelFormatName(int format) {
    BytePointer name = av_get_pix_fmt_name(format);
    return name == null || name.isNull() ? "" : name.getString();
  }

  static String sampleFormatName(int format) {
    BytePointer name = av_get_sample_fmt_name(format);
    return name == null || name.isNull() ? "" : name.getString();
  }

  static Ratio ratio(AVRational r) {
    return r.num() > 0 && r.den() > 0 ? new Ratio(r.num(), r.den()) : Ratio.UNKNOWN;
  }

  static boolean isNull(Pointer pointer) {
    return pointer == null || pointer.isNull();
  }
}
