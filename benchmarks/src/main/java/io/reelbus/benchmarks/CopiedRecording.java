package io.reelbus.benchmarks;

import io.reelbus.bus.ChunkPublisher;
import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.ffmpeg.InputPacket;
import io.reelbus.ffmpeg.MediaInput;
import io.reelbus.ffmpeg.MediaInputs;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.Source;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TrackFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A recording whose chunks are the packets of a file, published one after the other. */
final class CopiedRecording implements AutoCloseable {

  static final long SLICE_US = 1_000_000;
  static final long STARTED_AT_US = 1_700_000_000_000_000L;

  private static final int FRAMES_PER_SLICE = 25;
  private static final int LOOP_SECONDS = 10;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private final String id;
  private final MediaInput input;
  private final int slices;
  private int next;
  private int framesTaken;
  private long origin;

  private CopiedRecording(String id, MediaInput input, int slices) {
    this.id = id;
    this.input = input;
    this.slices = slices;
  }

  /** Makes the file: some seconds are encoded, and then come again and again. */
  static Path input(Path folder, int minutes) throws InterruptedException {
    Path loop = folder.resolve("loop.mp4");
    Path input = folder.resolve("input.mp4");
    Program.seconds(
        Program.ffmpeg(
            "-f",
            "lavfi",
            "-i",
            "testsrc2=size=1920x1080:rate=25:duration=" + LOOP_SECONDS,
            "-vf",
            "noise=alls=6:allf=t",
            "-pix_fmt",
            "yuv420p",
            "-c:v",
            "libopenh264",
            "-b:v",
            "4M",
            "-maxrate",
            "4M",
            "-g",
            FRAMES_PER_SLICE,
            loop));
    Program.seconds(
        Program.ffmpeg(
            "-stream_loop", minutes * 60 / LOOP_SECONDS - 1, "-i", loop, "-c", "copy", input));
    return input;
  }

  static CopiedRecording open(String id, Path input, int slices) {
    Source source = new Source(Source.Kind.FILE, input.toString(), Map.of());
    return new CopiedRecording(id, MediaInputs.open(source, DEADLINE, DEADLINE), slices);
  }

  String id() {
    return id;
  }

  int slices() {
    return slices;
  }

  /** Publishes the next slice's chunk, and waits until it is durable; its payload in bytes. */
  long publish(ChunkPublisher to) {
    int k = next++;
    framesTaken = 0;
    TrackFormat format = input.tracks().get(0);
    EncoderConfig copy =
        new EncoderConfig(Codec.H264, true, 0, format.timeBase(), format.video(), null, 0, false);
    TapeFrame first = frame();
    if (k == 0 && first != null) {
      origin = first.timestamp();
    }
    SliceAccount account =
        new SliceAccount(
            FRAMES_PER_SLICE,
            k * SLICE_US,
            (k + 1) * SLICE_US,
            STARTED_AT_US + k * SLICE_US,
            List.of());
    Cut cut =
        new Cut(
            new ChunkId(id, 0, k),
            Lane.LIVE,
            List.of(),
            format,
            copy,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            origin,
            0,
            0,
            0,
            k == slices - 1,
            account);
    TapeFrame[] held = {first};
    Chunk chunk =
        CutEncoder.encode(
            cut,
            () -> {
              TapeFrame frame = held[0] == null ? frame() : held[0];
              held[0] = null;
              return frame;
            },
            "benchmark",
            1);
    to.publish(chunk).toCompletableFuture().join();
    return chunk.packets().stream().map(EncodedPacket::data).mapToLong(data -> data.length).sum();
  }

  private @Nullable TapeFrame frame() {
    if (framesTaken == FRAMES_PER_SLICE) {
      return null;
    }
    InputPacket packet = input.read();
    framesTaken++;
    return packet == null ? null : packet.frame();
  }

  @Override
  public void close() {
    input.close();
  }
}
