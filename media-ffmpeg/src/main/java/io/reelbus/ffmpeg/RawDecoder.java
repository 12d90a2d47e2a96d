package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;

/**
 * Turns the packets of a native track into the frames of a raw one. One thread; close it.
 *
 * <p>Pictures keep the size and pixel format of the stream, RGB of screens is turned into {@code
 * yuv420p} once here rather than in every encoder.
 */
public final class RawDecoder implements AutoCloseable {

  private final Decoder decoder;
  private final TrackFormat input;
  private final PixelChoice pixels;
  private byte[] lent = new byte[0];

  /** Opens a decoder for {@code nativeFormat}. Uses all cores: an agent decodes a track once. */
  public RawDecoder(TrackFormat nativeFormat) {
    this.input = nativeFormat;
    this.decoder = new Decoder(nativeFormat, 0);
    this.pixels = new PixelChoice();
  }

  /** What the frames are. Sizes of single frames may differ: see {@link TapeFrame#picture()}. */
  public TrackFormat rawFormat() {
    AVCodecContext context = decoder.context();
    boolean video = context.codec_type() == AVMEDIA_TYPE_VIDEO;
    return new TrackFormat(
        Wire.RAW,
        video ? "rawvideo" : pcmName(context.sample_fmt()),
        input.timeBase(),
        video ? video() : null,
        video ? null : audio(context),
        new byte[0],
        TrackFormat.UNKNOWN,
        TrackFormat.UNKNOWN,
        0,
        input.sideData(),
        input.language());
  }

  private VideoFormat video() {
    VideoFormat v = input.videoFormat();
    return v.withPicture(v.width(), v.height(), PixelChoice.onTape(v.pixelFormat()));
  }

  private AudioFormat audio(AVCodecContext context) {
    AudioFormat a = input.audioFormat();
    int packed = av_get_packed_sample_fmt(context.sample_fmt());
    return new AudioFormat(
        a.sampleRate(),
        a.channels(),
        a.channelLayout(),
        Formats.sampleFormatName(packed),
        8 * av_get_bytes_per_sample(packed),
        0,
        0,
        0,
        0);
  }

  private static String pcmName(int sampleFormat) {
    int codec = avcodec.av_get_pcm_codec(av_get_packed_sample_fmt(sampleFormat), 0);
    return avcodec.avcodec_get_name(codec).getString();
  }

  /** Frames that one packet completes, in presentation order. They belong to the caller. */
  public List<TapeFrame> decode(TapeFrame packet) {
    List<TapeFrame> frames = new ArrayList<>(1);
    decoder.decode(packet, f -> frames.add(frame(f, byte[]::new)));
    return frames;
  }

  /**
   * The same for a receiver that copies them: a frame is lent for the length of the call, and
   * pictures of one size share one array.
   */
  public void decode(TapeFrame packet, Consumer<TapeFrame> receiver) {
    decoder.decode(packet, f -> receiver.accept(frame(f, this::lend)));
  }

  /** Lends the frames still inside; call once, at the end. */
  public void drain(Consumer<TapeFrame> receiver) {
    decoder.drain(f -> receiver.accept(frame(f, this::lend)));
  }

  /** Packets that could not be decoded so far. */
  public long undecodablePackets() {
    return decoder.errors();
  }

  private TapeFrame frame(AVFrame frame, IntFunction<byte[]> room) {
    return input.video() != null
        ? RawFrames.picture(pixels.forTape(frame), room)
        : RawFrames.samples(frame);
  }

  private byte[] lend(int size) {
    if (lent.length != size) {
      lent = new byte[size];
    }
    return lent;
  }

  @Override
  public void close() {
    pixels.close();
    decoder.close();
  }
}
