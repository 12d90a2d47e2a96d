package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_ch_layout;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_format;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame_rate;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_h;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_sample_rate;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_time_base;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_type;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_w;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_init_str;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.Ratio;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.List;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacpp.BytePointer;
import org.jspecify.annotations.Nullable;

/**
 * A test picture or tone from a {@code lavfi} graph with one output.
 *
 * <p>Through libavfilter itself rather than FFmpeg's lavfi device, because libavdevice needs system
 * libraries that a fresh machine may not have, and {@code reelbus demo} must run there.
 */
final class TestInput implements MediaInput {

  private final String graphText;
  private AVFilterGraph graph = new AVFilterGraph(null);
  private final AVFilterContext sink;
  private final AVFrame frame = av_frame_alloc();
  private final TrackFormat format;
  private final PixelChoice pixels = new PixelChoice();
  private volatile boolean interrupted;
  private boolean closed;

  TestInput(String graphText) {
    this.graphText = graphText;
    NativeHandles.opened();
    try {
      // The kind of the output is only known when the graph is linked: try pictures, then sound.
      AVFilterContext made = link("buffersink");
      sink = made != null ? made : required(link("abuffersink"));
      check(avfilter_graph_config(graph, null));
      format = av_buffersink_get_type(sink) == AVMEDIA_TYPE_VIDEO ? videoFormat() : audioFormat();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private AVFilterContext required(@Nullable AVFilterContext made) {
    if (made == null) {
      throw failure("not a filter graph with one video or audio output");
    }
    return made;
  }

  private @Nullable AVFilterContext link(String sinkName) {
    graph = avfilter_graph_alloc();
    AVFilterContext made =
        avfilter_graph_alloc_filter(graph, avfilter_get_by_name(sinkName), sinkName);
    check(avfilter_init_str(made, (String) null));
    AVFilterInOut inputs = avfilter_inout_alloc();
    inputs.name(new BytePointer(av_strdup("out")));
    inputs.filter_ctx(made);
    inputs.pad_idx(0);
    inputs.next(null);
    AVFilterInOut outputs = new AVFilterInOut(null);
    int parsed = avfilter_graph_parse_ptr(graph, graphText + "[out]", inputs, outputs, null);
    avfilter_inout_free(inputs);
    avfilter_inout_free(outputs);
    if (parsed < 0) {
      avfilter_graph_free(graph); // parsing frees the filters, not the graph
      return null;
    }
    return made;
  }

  private void check(int result) {
    if (result < 0) {
      throw failure(Ffmpeg.text(result));
    }
  }

  private MediaException failure(String why) {
    return new MediaException(
        "NotReadableError", Next.STOP, "test source '" + graphText + "': " + why);
  }

  private TrackFormat videoFormat() {
    String pixelFormat = Formats.pixelFormatName(av_buffersink_get_format(sink));
    VideoFormat video =
        new VideoFormat(
            av_buffersink_get_w(sink),
            av_buffersink_get_h(sink),
            PixelChoice.onTape(pixelFormat),
            Ratio.UNKNOWN,
            Formats.ratio(av_buffersink_get_frame_rate(sink)),
            VideoFormat.Color.UNSPECIFIED,
            1);
    return format("rawvideo", video, null);
  }

  private TrackFormat audioFormat() {
    int packed = av_get_packed_sample_fmt(av_buffersink_get_format(sink));
    try (AVChannelLayout layout = new AVChannelLayout()) {
      av_buffersink_get_ch_layout(sink, layout);
      AudioFormat audio =
          new AudioFormat(
              av_buffersink_get_sample_rate(sink),
              layout.nb_channels(),
              Formats.layoutName(layout),
              Formats.sampleFormatName(packed),
              8 * av_get_bytes_per_sample(packed),
              0,
              0,
              0,
              0);
      av_channel_layout_uninit(layout);
      String codec = avcodec.avcodec_get_name(avcodec.av_get_pcm_codec(packed, 0)).getString();
      return format(codec, null, audio);
    }
  }

  private TrackFormat format(
      String codec, @Nullable VideoFormat video, @Nullable AudioFormat audio) {
    AVRational base = av_buffersink_get_time_base(sink);
    return new TrackFormat(
        Wire.RAW,
        codec,
        new TimeBase(base.num(), base.den()),
        video,
        audio,
        new byte[0],
        TrackFormat.UNKNOWN,
        TrackFormat.UNKNOWN,
        0,
        List.of(),
        "");
  }

  @Override
  public List<TrackFormat> tracks() {
    return List.of(format);
  }

  @Override
  public @Nullable InputPacket read() {
    if (interrupted) {
      return null;
    }
    int got = av_buffersink_get_frame(sink, frame);
    if (got == AVERROR_EOF) {
      return null;
    }
    check(got);
    TapeFrame made =
        format.video() != null
            ? RawFrames.picture(pixels.forTape(frame), byte[]::new)
            : RawFrames.samples(frame);
    av_frame_unref(frame);
    return new InputPacket(0, made, false);
  }

  @Override
  public InputFacts facts() {
    return new InputFacts(0, 0, List.of(0L), "");
  }

  @Override
  public void interrupt() {
    interrupted = true;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      pixels.close();
      if (!graph.isNull()) {
        avfilter_graph_free(graph);
      }
      av_frame_free(frame);
      NativeHandles.closed();
    }
  }
}
