package io.reelbus.assembler;

import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.ffmpeg.InputPacket;
import io.reelbus.ffmpeg.MediaInput;
import io.reelbus.ffmpeg.MediaInputs;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaKind;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.Source;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** A test picture or tone, cut into slices of a second and really encoded. */
record RealMedia(TrackFormat format, List<TapeFrame> frames) {

  private static final long SLICE_US = Chunks.SLICE_US;

  /** Reads a lavfi graph to its end. */
  static RealMedia of(String graph) {
    Duration deadline = Duration.ofSeconds(20);
    Source source = new Source(Source.Kind.TEST, graph, Map.of());
    try (MediaInput input = MediaInputs.open(source, deadline, deadline)) {
      List<TapeFrame> frames = new ArrayList<>();
      for (InputPacket p = input.read(); p != null; p = input.read()) {
        frames.add(p.frame());
      }
      return new RealMedia(input.tracks().get(0), frames);
    }
  }

  /** Its chunks as track {@code track} of a recording. */
  List<Chunk> chunks(String recordingId, int track, Codec codec, int slices) {
    List<Chunk> chunks = new ArrayList<>();
    for (int k = 0; k < slices; k++) {
      Cut cut = cut(new ChunkId(recordingId, track, k), codec, k == slices - 1);
      Iterator<TapeFrame> all = frames.iterator();
      chunks.add(CutEncoder.encode(cut, () -> all.hasNext() ? all.next() : null, "test", 1));
    }
    return chunks;
  }

  private Cut cut(ChunkId id, Codec codec, boolean last) {
    long from = format.timeBase().fromUs(id.slice() * SLICE_US);
    long to = format.timeBase().fromUs((id.slice() + 1) * SLICE_US);
    boolean video = format.kind() == MediaKind.VIDEO;
    int frameSize = codec.frameSizeSamples();
    int rate = video ? 0 : format.audioFormat().sampleRate();
    EncoderConfig config =
        video
            ? new EncoderConfig(
                codec, false, 300_000, format.timeBase(), format.video(), null, 0, false)
            : new EncoderConfig(
                codec, false, 64_000, TimeBase.ofRate(rate), null, grid(frameSize), 12, false);
    long units =
        frames.stream()
            .filter(f -> f.timestamp() >= from && f.timestamp() < to)
            .mapToLong(f -> video ? 1 : f.sampleCount())
            .sum();
    return new Cut(
        id,
        Lane.BATCH,
        List.of(),
        format,
        config,
        from,
        to,
        0,
        0,
        video ? 0 : packet(id.slice(), rate, frameSize),
        video || last ? Long.MAX_VALUE : packet(id.slice() + 1, rate, frameSize),
        last,
        new SliceAccount(
            units,
            id.slice() * SLICE_US,
            (id.slice() + 1) * SLICE_US,
            1_700_000_000_000_000L + id.slice() * SLICE_US,
            List.of()));
  }

  private AudioFormat grid(int frameSize) {
    AudioFormat in = format.audioFormat();
    return new AudioFormat(
        in.sampleRate(),
        in.channels(),
        in.channelLayout(),
        in.sampleFormat(),
        16,
        frameSize,
        0,
        0,
        0);
  }

  private static long packet(int slice, int rate, int frameSize) {
    return ((long) slice * rate + frameSize - 1) / frameSize;
  }
}
