package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_sample_fmt_is_planar;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.TrackFormat;
import java.io.ByteArrayOutputStream;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/** Cuts a run of samples into the encoder's frames and numbers the packets on the grid. */
final class SampleEncoder implements AutoCloseable {

  /** Receives a packet with its place on the grid. */
  interface PacketReceiver {
    void packet(long index, AVPacket packet);
  }

  private final Encoder encoder;
  private final AudioFormat format;
  private final PacketReceiver receiver;
  private final AVFrame frame = av_frame_alloc();
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private final int frameSize;
  private final int sampleFormat;
  private final int bytesPerValue;
  private long nextSample;
  private long nextPacket = Long.MIN_VALUE;

  /** Starts at output sample {@code start}, which lies on the packet grid. Owns the encoder. */
  SampleEncoder(Encoder encoder, AudioFormat format, long start, PacketReceiver receiver) {
    this.encoder = encoder;
    this.format = format;
    this.receiver = receiver;
    this.frameSize = encoder.frameSize();
    this.sampleFormat = av_get_sample_fmt(format.sampleFormat());
    this.bytesPerValue = av_get_bytes_per_sample(sampleFormat);
    this.nextSample = start;
  }

  TrackFormat format() {
    return encoder.format();
  }

  /** Index behind the last packet that came out; very small before the first. */
  long nextPacket() {
    return nextPacket;
  }

  void add(byte[] samples) {
    pending.writeBytes(samples);
    int frameBytes = frameSize * bytesPerValue * format.channels();
    if (pending.size() < frameBytes) {
      return;
    }
    byte[] all = pending.toByteArray();
    pending.reset();
    int at = 0;
    for (; all.length - at >= frameBytes; at += frameBytes) {
      encode(all, at, frameSize);
    }
    pending.write(all, at, all.length - at);
  }

  /** Encodes what is left, which may be less than a frame, and flushes. */
  void finish() {
    byte[] rest = pending.toByteArray();
    pending.reset();
    int count = rest.length / (bytesPerValue * format.channels());
    if (count > 0) {
      encode(rest, 0, count);
    }
    encoder.encode(null, this::number);
  }

  private void encode(byte[] samples, int from, int count) {
    av_frame_unref(frame);
    frame.nb_samples(count);
    frame.format(sampleFormat);
    frame.sample_rate(format.sampleRate());
    Formats.layout(format.channelLayout(), format.channels(), frame.ch_layout());
    Ffmpeg.check(av_frame_get_buffer(frame, 0), "audio frame of " + count + " samples");
    fill(samples, from, count);
    frame.pts(nextSample);
    nextSample += count;
    encoder.encode(frame, this::number);
  }

  private void fill(byte[] samples, int from, int count) {
    if (av_sample_fmt_is_planar(sampleFormat) == 0) {
      frame.data(0).put(samples, from, count * bytesPerValue * format.channels());
      return;
    }
    byte[] plane = new byte[count * bytesPerValue];
    int stride = bytesPerValue * format.channels();
    for (int channel = 0; channel < format.channels(); channel++) {
      int at = from + channel * bytesPerValue;
      for (int to = 0; to < plane.length; to += bytesPerValue, at += stride) {
        System.arraycopy(samples, at, plane, to, bytesPerValue);
      }
      new BytePointer(frame.extended_data(channel)).put(plane, 0, plane.length);
    }
  }

  private void number(AVPacket packet) {
    if (packet.size() == 0) {
      return; // FLAC's end: only a stream header with totals, which no slice can know
    }
    long index = Math.floorDiv(packet.pts() + encoder.initialPadding(), (long) frameSize);
    nextPacket = index + 1;
    receiver.packet(index, packet);
  }

  @Override
  public void close() {
    if (!frame.isNull()) {
      av_frame_free(frame);
      frame.setNull();
      encoder.close();
    }
  }
}
