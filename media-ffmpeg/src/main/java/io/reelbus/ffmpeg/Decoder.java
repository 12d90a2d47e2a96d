package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TrackFormat;
import java.util.function.Consumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;

/** A native decoder. Frames are lent to the receiver for the length of the call. */
final class Decoder implements AutoCloseable {

  /** Reordering decoders hold at most 16 frames and, with threads, one more per thread. */
  private static final int DRAIN_ERRORS = 64;

  private final AVCodecContext context;
  private final AVPacket packet;
  private final AVFrame frame;
  private long errors;

  /**
   * Opens a decoder.
   *
   * @param format of the packets
   * @param threads 1 in an encoder lane; 0 lets FFmpeg take one per core
   */
  Decoder(TrackFormat format, int threads) {
    Ffmpeg.load();
    AVCodecParameters parameters = avcodec_parameters_alloc();
    try {
      Formats.write(format, parameters);
      AVCodec codec = find(parameters.codec_id(), format.codecName()); // before there is a handle
      context = avcodec_alloc_context3(codec);
      packet = av_packet_alloc();
      frame = av_frame_alloc();
      NativeHandles.opened();
      open(codec, parameters, format, threads);
    } finally {
      avcodec_parameters_free(parameters);
    }
  }

  private void open(AVCodec codec, AVCodecParameters parameters, TrackFormat format, int threads) {
    try {
      Ffmpeg.check(avcodec_parameters_to_context(context, parameters), "decoder parameters");
      context.pkt_timebase().num(format.timeBase().num()).den(format.timeBase().den());
      // Each thread of a sound decoder would count for itself what is to be skipped.
      context.thread_count(format.audio() != null ? 1 : threads);
      int opened = avcodec_open2(context, codec, (AVDictionary) null);
      if (opened < 0) {
        throw new MediaException(
            "NotSupportedError",
            Next.STOP,
            "decoder " + format.codecName() + ": " + Ffmpeg.text(opened));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static AVCodec find(int codecId, String name) {
    AVCodec codec = avcodec.avcodec_find_decoder(codecId);
    if (Formats.isNull(codec)) {
      codec = avcodec_find_decoder_by_name(name);
    }
    if (Formats.isNull(codec)) {
      throw new MediaException(
          "NotSupportedError", Next.STOP, "codec: no decoder for '" + name + "' in this FFmpeg");
    }
    return codec;
  }

  AVCodecContext context() {
    return context;
  }

  /** Packets that could not be decoded so far. */
  long errors() {
    return errors;
  }

  void decode(TapeFrame input, Consumer<AVFrame> receiver) {
    Packets.fill(packet, input);
    int sent = avcodec_send_packet(context, packet);
    if (sent == Ffmpeg.AGAIN) {
      receive(receiver);
      sent = avcodec_send_packet(context, packet);
    }
    if (sent < 0 && sent != AVERROR_EOF) {
      errors++;
    }
    receive(receiver);
  }

  void drain(Consumer<AVFrame> receiver) {
    avcodec_send_packet(context, new AVPacket(null));
    long before = -1;
    for (int i = 0; i < DRAIN_ERRORS && errors != before; i++) {
      before = errors; // an error is one frame's; those behind it are still to come
      receive(receiver);
    }
  }

  private void receive(Consumer<AVFrame> receiver) {
    while (true) {
      int got = avcodec_receive_frame(context, frame);
      if (got == Ffmpeg.AGAIN || got == AVERROR_EOF) {
        return;
      }
      if (got < 0) {
        errors++;
        return;
      }
      receiver.accept(frame);
      av_frame_unref(frame);
    }
  }

  @Override
  public void close() {
    if (!context.isNull()) {
      avcodec_free_context(context);
      context.setNull();
      av_packet_free(packet);
      av_frame_free(frame);
      NativeHandles.closed();
    }
  }
}
