package io.reelbus.ffmpeg;

import io.reelbus.model.Chunk;
import io.reelbus.model.Container;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * A file muxed from chunks, as the assembler would.
 *
 * @param whole patched file
 * @param blobs flushed parts
 */
record TestFile(byte[] whole, List<byte[]> blobs) {

  private record Entry(int track, TimeBase base, EncodedPacket packet) {}

  static TestFile mux(Container container, List<List<Chunk>> tracks) {
    List<TrackFormat> formats = new ArrayList<>();
    int slices = 0;
    for (List<Chunk> chunks : tracks) {
      formats.add(Objects.requireNonNull(chunks.get(0).format()));
      slices = Math.max(slices, chunks.size());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<byte[]> blobs = new ArrayList<>();
    try (Muxer muxer = Muxer.open(container, formats)) {
      for (int k = 0; k < slices; k++) {
        for (Entry e : slice(tracks, formats, k)) {
          muxer.write(e.track(), e.packet());
        }
        blobs.add(muxer.flush());
        out.writeBytes(blobs.get(k));
      }
      MuxerTail tail = muxer.finish();
      out.writeBytes(tail.bytes());
      byte[] whole = out.toByteArray();
      for (Patch patch : tail.patches()) {
        System.arraycopy(patch.bytes(), 0, whole, (int) patch.offset(), patch.bytes().length);
      }
      return new TestFile(whole, blobs);
    }
  }

  private static List<Entry> slice(List<List<Chunk>> tracks, List<TrackFormat> formats, int k) {
    List<Entry> entries = new ArrayList<>();
    for (int t = 0; t < tracks.size(); t++) {
      if (k < tracks.get(t).size()) {
        for (EncodedPacket p : tracks.get(t).get(k).packets()) {
          entries.add(new Entry(t, formats.get(t).timeBase(), p));
        }
      }
    }
    entries.sort(Comparator.comparingLong(e -> e.base().toUs(e.packet().decodeTimestamp())));
    return entries;
  }
}
