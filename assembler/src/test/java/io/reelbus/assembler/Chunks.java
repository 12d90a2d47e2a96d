package io.reelbus.assembler;

import io.reelbus.bus.StoredChunk;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.Lane;
import io.reelbus.model.Loss;
import io.reelbus.model.Ratio;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Made-up chunks: 25 fps video in ticks of 1/25, audio of 10 packets per second in 1/1000. */
final class Chunks {

  static final String RECORDING = "rec";
  static final long SLICE_US = 1_000_000;

  private Chunks() {}

  static TrackFormat video() {
    return new TrackFormat(
        Wire.NATIVE,
        "h264",
        new TimeBase(1, 25),
        new VideoFormat(
            64, 48, "yuv420p", Ratio.UNKNOWN, new Ratio(25, 1), VideoFormat.Color.UNSPECIFIED, 1),
        null,
        new byte[] {1},
        TrackFormat.UNKNOWN,
        TrackFormat.UNKNOWN,
        0,
        List.of(),
        "");
  }

  static TrackFormat audio() {
    return new TrackFormat(
        Wire.NATIVE,
        "opus",
        new TimeBase(1, 1000),
        null,
        new AudioFormat(48_000, 1, "mono", "flt", 0, 4800, 0, 0, 0),
        new byte[0],
        TrackFormat.UNKNOWN,
        TrackFormat.UNKNOWN,
        0,
        List.of(),
        "");
  }

  static Chunk video(int track, int slice, int frames, boolean last) {
    List<EncodedPacket> packets = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      packets.add(packet(track, slice * 25L + i, 1, i == 0));
    }
    return chunk(track, slice, frames == 0 ? null : video(), packets, frames, last);
  }

  static Chunk audio(int track, int slice, int packetCount, boolean last) {
    List<EncodedPacket> packets = new ArrayList<>();
    for (int i = 0; i < packetCount; i++) {
      packets.add(packet(track, slice * 1000L + i * 100L, 100, true));
    }
    TrackFormat format = packetCount == 0 ? null : audio();
    return chunk(track, slice, format, packets, packetCount * 4800L, last);
  }

  static EncodedPacket packet(int track, long time, long duration, boolean key) {
    byte[] data = (track + "@" + time).getBytes(StandardCharsets.UTF_8);
    return new EncodedPacket(time, time, duration, key, List.of(), data);
  }

  static Chunk chunk(
      int track,
      int slice,
      @Nullable TrackFormat format,
      List<EncodedPacket> packets,
      long units,
      boolean last) {
    SliceAccount account =
        new SliceAccount(
            units, slice * SLICE_US, (slice + 1) * SLICE_US, 1_000 + slice * SLICE_US, List.of());
    return new Chunk(
        new ChunkId(RECORDING, track, slice), format, packets, units, last, account, "w", 1);
  }

  static Chunk withAccount(Chunk c, long captured, List<Loss> losses) {
    SliceAccount a = c.account();
    return new Chunk(
        c.id(),
        c.format(),
        c.packets(),
        c.units(),
        c.last(),
        new SliceAccount(captured, a.fromUs(), a.toUs(), a.capturedAtUs(), losses),
        c.worker(),
        c.attempt());
  }

  static StoredChunk stored(Chunk chunk, long offset) {
    return new StoredChunk(chunk, 0, offset, offset + 1);
  }

  static RecordingSpec spec(int tracks, String mimeType) {
    List<String> ids = new ArrayList<>();
    for (int t = 0; t < tracks; t++) {
      ids.add("s/0/" + t);
    }
    return new RecordingSpec(
        RECORDING,
        "name",
        "s",
        ids,
        mimeType,
        0,
        0,
        SLICE_US,
        Lane.BATCH,
        RecordingSpec.Desired.RECORDING,
        1_700_000_000_000_000L,
        0);
  }

  /** Three slices of picture, two of sound. */
  static Chunk[] recording() {
    return new Chunk[] {
      video(0, 0, 25, false),
      audio(1, 0, 10, false),
      audio(1, 1, 5, true),
      video(0, 1, 0, false),
      video(0, 2, 7, true)
    };
  }

  /** One track of pictures, a slice each, of as many random bytes. */
  static Chunk[] heavy(int slices, int bytesPerSlice) {
    Chunk[] chunks = new Chunk[slices];
    for (int s = 0; s < slices; s++) {
      byte[] data = new byte[bytesPerSlice];
      new Random(s).nextBytes(data);
      EncodedPacket p = new EncodedPacket(s * 25L, s * 25L, 25, true, List.of(), data);
      chunks[s] = chunk(0, s, video(), List.of(p), 1, s == slices - 1);
    }
    return chunks;
  }
}
