package io.reelbus.ffmpeg;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.EncodingOptions;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Resize;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.Source;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A raw tape in memory, cut and encoded slice by slice as workers would. */
record TestTape(
    TrackFormat format, List<TapeFrame> frames, EncodingOptions options, @Nullable Resize resize) {

  private static final int LEAD_IN = 50;

  /** Reads a lavfi graph to its end. */
  static TestTape of(String graph) {
    Duration deadline = Duration.ofSeconds(20);
    Source source = new Source(Source.Kind.TEST, graph, Map.of());
    try (MediaInput input = MediaInputs.open(source, deadline, deadline)) {
      List<TapeFrame> frames = new ArrayList<>();
      for (InputPacket p = input.read(); p != null; p = input.read()) {
        frames.add(p.frame());
      }
      return new TestTape(input.tracks().get(0), frames, EncodingOptions.DEFAULTS, null);
    }
  }

  /** The same, encoded with these options. */
  TestTape with(EncodingOptions newOptions) {
    return new TestTape(format, frames, newOptions, resize);
  }

  /** The same, encoded in another size. */
  TestTape with(Resize newResize) {
    return new TestTape(format, frames, options, newResize);
  }

  /** Chunks of slices of {@code sliceUs} each. */
  List<Chunk> encode(Codec codec, long bitRate, long sliceUs, int leadInPackets) {
    return format.kind() == MediaKind.VIDEO
        ? encodeVideo(codec, bitRate, sliceUs)
        : encodeAudio(codec, bitRate, sliceUs, leadInPackets);
  }

  List<Chunk> encode(Codec codec, long bitRate, long sliceUs) {
    return encode(codec, bitRate, sliceUs, LEAD_IN);
  }

  /** The cut of its pictures before a media time. */
  Cut videoCut(Codec codec, long bitRate, long toUs) {
    long to = format.timeBase().fromUs(toUs);
    long captured = frames.stream().filter(f -> f.timestamp() < to).count();
    return cut(videoConfig(codec, bitRate), 0, false, 0, to, 0, 0, captured);
  }

  private EncoderConfig videoConfig(Codec codec, long bitRate) {
    return new EncoderConfig(codec, false, bitRate, format.timeBase(), target(), null, 0, false)
        .with(options, resize);
  }

  private List<Chunk> encodeVideo(Codec codec, long bitRate, long sliceUs) {
    EncoderConfig config = videoConfig(codec, bitRate);
    long end = format.timeBase().toUs(frames.get(frames.size() - 1).timestamp()) + 1;
    List<Chunk> chunks = new ArrayList<>();
    int count = (int) ((end + sliceUs - 1) / sliceUs);
    for (int k = 0; k < count; k++) {
      long from = format.timeBase().fromUs(k * sliceUs);
      long to = format.timeBase().fromUs((k + 1) * sliceUs);
      long captured =
          frames.stream().filter(f -> f.timestamp() >= from && f.timestamp() < to).count();
      chunks.add(encode(cut(config, k, k == count - 1, from, to, 0, 0, captured)));
    }
    return chunks;
  }

  private VideoFormat target() {
    VideoFormat in = format.videoFormat();
    return resize == null ? in : in.withPicture(resize.width(), resize.height(), in.pixelFormat());
  }

  private List<Chunk> encodeAudio(Codec codec, long bitRate, long sliceUs, int leadInPackets) {
    AudioFormat in = format.audioFormat();
    int rate = codec == Codec.OPUS ? 48000 : in.sampleRate();
    int frameSize = codec.frameSizeSamples();
    AudioFormat out =
        new AudioFormat(
            rate, in.channels(), in.channelLayout(), in.sampleFormat(), 16, frameSize, 0, 0, 0);
    EncoderConfig config =
        new EncoderConfig(
                codec, false, bitRate, TimeBase.ofRate(rate), null, out, leadInPackets, false)
            .with(options, null);
    long samples = frames.stream().mapToLong(TapeFrame::sampleCount).sum();
    long outSamples = samples * rate / in.sampleRate();
    List<Chunk> chunks = new ArrayList<>();
    int count = (int) ((outSamples * 1_000_000L / rate + sliceUs - 1) / sliceUs);
    for (int k = 0; k < count; k++) {
      boolean last = k == count - 1;
      long from = packet(k, sliceUs, rate, frameSize);
      long to = last ? Long.MAX_VALUE : packet(k + 1, sliceUs, rate, frameSize);
      chunks.add(encode(cut(config, k, last, 0, 0, from, to, 0)));
    }
    return chunks;
  }

  private static long packet(int k, long sliceUs, int rate, int frameSize) {
    return (k * sliceUs * rate / 1_000_000 + frameSize - 1) / frameSize;
  }

  private Cut cut(
      EncoderConfig config,
      int slice,
      boolean last,
      long from,
      long to,
      long fromPacket,
      long toPacket,
      long captured) {
    return new Cut(
        new ChunkId("test", 0, slice),
        Lane.BATCH,
        List.of(),
        format,
        config,
        from,
        to,
        0,
        0,
        fromPacket,
        toPacket,
        last,
        new SliceAccount(captured, 0, 0, 0, List.of()));
  }

  private Chunk encode(Cut cut) {
    Iterator<TapeFrame> all = frames.iterator();
    return CutEncoder.encode(cut, () -> all.hasNext() ? all.next() : null, "test", 1);
  }
}
