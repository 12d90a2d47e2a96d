package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_channel_layout_uninit;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt;
import static org.bytedeco.ffmpeg.global.swresample.swr_alloc_set_opts2;
import static org.bytedeco.ffmpeg.global.swresample.swr_convert;
import static org.bytedeco.ffmpeg.global.swresample.swr_free;
import static org.bytedeco.ffmpeg.global.swresample.swr_get_out_samples;
import static org.bytedeco.ffmpeg.global.swresample.swr_init;

import io.reelbus.model.AudioFormat;
import java.io.ByteArrayOutputStream;
import org.bytedeco.ffmpeg.avutil.AVChannelLayout;
import org.bytedeco.ffmpeg.swresample.SwrContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns interleaved samples of one shape into interleaved samples of another. */
final class Resampler implements AutoCloseable {

  private final SwrContext context;
  private final int inBytes; // per sample of all channels
  private final int outBytes;

  Resampler(AudioFormat from, AudioFormat to) {
    int inFormat = av_get_packed_sample_fmt(av_get_sample_fmt(from.sampleFormat()));
    int outFormat = av_get_packed_sample_fmt(av_get_sample_fmt(to.sampleFormat()));
    inBytes = av_get_bytes_per_sample(inFormat) * from.channels();
    outBytes = av_get_bytes_per_sample(outFormat) * to.channels();
    NativeHandles.opened();
    try (AVChannelLayout in = new AVChannelLayout();
        AVChannelLayout out = new AVChannelLayout();
        PointerPointer<SwrContext> made = new PointerPointer<>(1)) {
      Formats.layout(from.channelLayout(), from.channels(), in);
      Formats.layout(to.channelLayout(), to.channels(), out);
      made.put(0, new SwrContext(null));
      int set =
          swr_alloc_set_opts2(
              made, out, outFormat, to.sampleRate(), in, inFormat, from.sampleRate(), 0, null);
      Ffmpeg.check(set, "resampler from " + from + " to " + to);
      context = made.get(SwrContext.class, 0);
      Ffmpeg.check(swr_init(context), "resampler from " + from + " to " + to);
      av_channel_layout_uninit(in);
      av_channel_layout_uninit(out);
    }
  }

  /** Bytes of one output sample over all channels. */
  int outBytesPerSample() {
    return outBytes;
  }

  /** Converts whole samples; what the filter still holds comes with later calls. */
  byte[] convert(byte[] samples) {
    return run(samples, samples.length / inBytes);
  }

  /** What the filter still holds; call once, at the end. */
  byte[] drain() {
    ByteArrayOutputStream rest = new ByteArrayOutputStream();
    byte[] some = run(new byte[0], 0);
    while (some.length > 0) { // the room asked for does not count the end of the filter
      rest.writeBytes(some);
      some = run(new byte[0], 0);
    }
    return rest.toByteArray();
  }

  private byte[] run(byte[] samples, int count) {
    int room = Math.max(1, swr_get_out_samples(context, count));
    try (BytePointer in = new BytePointer(Math.max(1, samples.length));
        BytePointer out = new BytePointer((long) room * outBytes);
        PointerPointer<BytePointer> inPlanes = new PointerPointer<>(1);
        PointerPointer<BytePointer> outPlanes = new PointerPointer<>(1)) {
      in.put(samples, 0, samples.length);
      inPlanes.put(0, in);
      outPlanes.put(0, out);
      int made =
          Ffmpeg.check(
              swr_convert(
                  context,
                  outPlanes,
                  room,
                  count == 0 ? new PointerPointer<>((org.bytedeco.javacpp.Pointer) null) : inPlanes,
                  count),
              "resample");
      return Formats.bytes(out, made * outBytes);
    }
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      swr_free(context);
      context.setNull();
      NativeHandles.closed();
    }
  }
}
