package io.reelbus.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_get_bytes_per_sample;
import static org.bytedeco.ffmpeg.global.avutil.av_get_packed_sample_fmt;
import static org.bytedeco.ffmpeg.global.avutil.av_get_sample_fmt;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.Blank;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.SideData;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeStretch;
import io.reelbus.model.TimeBase;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Encodes the audio of one cut so that it joins its neighbours without a sound. Used once.
 *
 * <p>Every slice of a track encodes on one grid of packets counted from the track's first sample. A
 * slice starts its encoder some packets early and throws those away: by then the encoder's memory
 * is that of one that never stopped, and the windows of neighbouring packets fit.
 */
final class AudioSlice {

  private final Cut cut;
  private final AudioFormat target;
  private final int inputRate;
  private final List<EncodedPacket> packets = new ArrayList<>();
  private final long trackStart; // of sample 0, in output ticks of the recording
  private @Nullable SampleLine line;
  private @Nullable Resampler resampler;
  private @Nullable SampleEncoder encoder;
  private int startPacket;

  AudioSlice(Cut cut) {
    this.cut = cut;
    AudioFormat wanted = Objects.requireNonNull(cut.encoder().audio());
    this.target =
        new AudioFormat(
            wanted.sampleRate(),
            wanted.channels(),
            wanted.channelLayout(),
            Encoder.sampleFormat(cut.encoder()),
            wanted.bitsPerSample(),
            wanted.frameSize(),
            0,
            0,
            0);
    this.inputRate = cut.format().audioFormat().sampleRate();
    this.trackStart =
        cut.format()
            .timeBase()
            .rescale(cut.firstSampleTimestamp() - cut.originTimestamp(), cut.encoder().timeBase());
  }

  CutEncoder.Slice encode(FrameSource frames) {
    if (cut.fromPacket() >= cut.toPacket() && !cut.last()) {
      return new CutEncoder.Slice(null, List.of(), 0, List.of());
    }
    try {
      long errors = 0;
      if (cut.format().wire() == Wire.RAW) {
        for (TapeFrame f = frames.next(); f != null && !isComplete(); f = frames.next()) {
          samples(f, cut.format().audioFormat());
        }
      } else {
        errors = decode(frames);
      }
      if (encoder == null) {
        return new CutEncoder.Slice(null, List.of(), 0, losses(errors));
      }
      if (!isComplete()) {
        if (resampler != null) {
          encoder.add(resampler.drain());
        }
        encoder.finish();
      }
      List<Loss> losses = losses(errors);
      long lost = cut.account().lost() + losses.stream().mapToLong(Loss::count).sum();
      return new CutEncoder.Slice(
          packets.isEmpty() ? null : encoder.format(),
          packets,
          Math.max(0, cut.account().captured() - lost),
          losses);
    } finally {
      close();
    }
  }

  private void close() {
    if (encoder != null) {
      encoder.close();
    }
    if (resampler != null) {
      resampler.close();
    }
  }

  private long decode(FrameSource frames) {
    try (Decoder decoder = new Decoder(cut.format(), 1)) {
      for (TapeFrame f = frames.next(); f != null && !isComplete(); f = frames.next()) {
        decoder.decode(f, this::decoded);
      }
      if (!isComplete()) {
        decoder.drain(this::decoded);
      }
      return decoder.errors();
    }
  }

  private void decoded(AVFrame frame) {
    int packed = av_get_packed_sample_fmt(frame.format());
    AudioFormat declared = cut.format().audioFormat();
    AudioFormat actual =
        new AudioFormat(
            declared.sampleRate(),
            frame.ch_layout().nb_channels(),
            Formats.layoutName(frame.ch_layout()),
            Formats.sampleFormatName(packed),
            0,
            0,
            0,
            0,
            0);
    samples(RawFrames.samples(frame), actual);
  }

  /** The last slice is never complete before its input ends. */
  private boolean isComplete() {
    return !cut.last() && encoder != null && encoder.nextPacket() >= cut.toPacket();
  }

  private void samples(TapeFrame f, AudioFormat format) {
    if (line == null) {
      open(format);
    }
    byte[] data = new byte[f.size()];
    f.data().duplicate().get(data);
    cut.blanks().forEach(blank -> silence(blank, f, data, format));
    if (cut.stretches().isEmpty()) {
      Objects.requireNonNull(line).add(position(f.timestamp()), data);
      return;
    }
    for (TapeStretch stretch : cut.stretches()) {
      within(stretch, f, data);
    }
  }

  /** Makes silent what of a frame lies in a blank; a live tape's ticks are samples. */
  private static void silence(Blank blank, TapeFrame f, byte[] data, AudioFormat format) {
    long from = Math.max(f.timestamp(), blank.fromTimestamp());
    long to = Math.min(f.timestamp() + f.sampleCount(), blank.toTimestamp());
    if (from < to) {
      int bytesPerSample = data.length / f.sampleCount();
      Arrays.fill(
          data,
          (int) (from - f.timestamp()) * bytesPerSample,
          (int) (to - f.timestamp()) * bytesPerSample,
          SampleLine.silence(format));
    }
  }

  private long position(long timestamp) {
    return cut.format()
        .timeBase()
        .rescale(timestamp - cut.firstSampleTimestamp(), TimeBase.ofRate(inputRate));
  }

  /** Adds what of a frame lies in a stretch; a live tape's ticks are samples. */
  private void within(TapeStretch stretch, TapeFrame f, byte[] data) {
    long behind = f.timestamp() + f.sampleCount();
    long from = Math.max(f.timestamp(), stretch.fromTimestamp());
    long to = Math.min(behind, stretch.toTimestamp());
    if (from < to) {
      int bytesPerSample = data.length / f.sampleCount();
      byte[] part =
          Arrays.copyOfRange(
              data,
              (int) (from - f.timestamp()) * bytesPerSample,
              (int) (to - f.timestamp()) * bytesPerSample);
      Objects.requireNonNull(line).add(position(from - stretch.shift()), part);
    }
  }

  private void open(AudioFormat input) {
    EncoderConfig config = cut.encoder();
    startPacket = startPacket(config);
    long startOut = (long) startPacket * target.frameSize();
    long startIn = startOut * inputRate / target.sampleRate();
    int sampleFormat = av_get_packed_sample_fmt(av_get_sample_fmt(input.sampleFormat()));
    int bytesPerSample = av_get_bytes_per_sample(sampleFormat) * input.channels();
    Encoder codec = new Encoder(config, cut.format().sideData(), cut.format().language());
    encoder = new SampleEncoder(codec, target, startOut, this::collect);
    if (!isSame(input)) {
      resampler = new Resampler(input, target);
    }
    line = new SampleLine(startIn, bytesPerSample, input, this::continuous);
  }

  /**
   * The packet the encoder starts with: early enough to settle, and where the input has a sample at
   * exactly that time, so that every slice resamples on the same phase.
   */
  private int startPacket(EncoderConfig config) {
    long first = Math.max(0, cut.fromPacket() - config.leadInPackets());
    for (long p = first; p > Math.max(0, first - 32); p--) {
      if (p * target.frameSize() * inputRate % target.sampleRate() == 0) {
        return (int) p;
      }
    }
    return (int) first;
  }

  private boolean isSame(AudioFormat input) {
    String packed =
        Formats.sampleFormatName(
            av_get_packed_sample_fmt(av_get_sample_fmt(target.sampleFormat())));
    return inputRate == target.sampleRate()
        && input.channels() == target.channels()
        && input.sampleFormat().equals(packed);
  }

  private void continuous(byte[] samples) {
    SampleEncoder to = Objects.requireNonNull(encoder);
    to.add(resampler == null ? samples : resampler.convert(samples));
  }

  private void collect(long index, AVPacket packet) {
    if (index < cut.fromPacket() || (!cut.last() && index >= cut.toPacket())) {
      return;
    }
    byte[] data = Formats.bytes(packet.data(), packet.size());
    if (cut.encoder().codec() == Codec.FLAC) {
      data = FlacFrames.renumber(data, index);
    }
    long timestamp = packet.pts() + trackStart;
    packets.add(
        new EncodedPacket(timestamp, timestamp, packet.duration(), true, sideData(packet), data));
  }

  /**
   * The last packet says what of it is filling; of FFmpeg's encoders only Opus's does so itself.
   */
  private List<SideData> sideData(AVPacket packet) {
    List<SideData> own = Packets.sideData(packet);
    long filling = target.frameSize() - packet.duration();
    boolean padded = cut.encoder().codec() == Codec.AAC && packet.duration() > 0 && filling > 0;
    return padded && own.isEmpty() ? List.of(Packets.skippedAtEnd((int) filling)) : own;
  }

  private List<Loss> losses(long errors) {
    if (errors == 0 || line == null) {
      return List.of();
    }
    long missing = Math.min(line.silent(), cut.account().captured());
    return List.of(
        new Loss(
            LossCause.CORRUPT_INPUT,
            missing,
            cut.account().fromUs(),
            cut.account().toUs(),
            errors + " audio packets could not be decoded; silence stands in for them"));
  }
}
