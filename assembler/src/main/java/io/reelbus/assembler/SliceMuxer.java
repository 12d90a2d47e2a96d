package io.reelbus.assembler;

import io.reelbus.ffmpeg.MuxerTail;
import io.reelbus.model.Chunk;
import io.reelbus.model.Container;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the container bytes of one slice after the other: interleaves the tracks' packets by decode
 * time, the lower track first when times are equal. Owns the muxer. For one thread at a time.
 */
final class SliceMuxer implements AutoCloseable {

  /**
   * The bytes of one slice and where its media is.
   *
   * @param bytes container bytes; may be empty
   * @param fromUs media time of the first packet shown; {@code Long.MAX_VALUE} when there is none
   * @param toUs media time behind the last; {@code Long.MIN_VALUE} when there is none
   */
  record Muxed(byte[] bytes, long fromUs, long toUs) {

    boolean isEmpty() {
      return fromUs > toUs;
    }
  }

  private final List<@Nullable TrackLine> lines = new ArrayList<>(); // by track of the recording
  private final List<Integer> fileTracks = new ArrayList<>(); // -1: not in the file
  private final FileMuxer muxer;
  private final long[] latestBytes; // of each track's latest packet
  private long packetBytes;
  private long fileBytes;

  /**
   * Opens the muxer.
   *
   * @param formats by track; null for a track that has no media and is left out
   * @param stepUs how far pictures are apart at least; 0 for as they come
   */
  SliceMuxer(
      Container container,
      List<@Nullable TrackFormat> formats,
      long stepUs,
      FileMuxer.Factory factory) {
    List<TrackFormat> present = new ArrayList<>();
    for (TrackFormat format : formats) {
      fileTracks.add(format == null ? -1 : present.size());
      lines.add(format == null ? null : new TrackLine(format, format.video() == null ? 0 : stepUs));
      if (format != null) {
        present.add(format);
      }
    }
    this.latestBytes = new long[lines.size()];
    this.muxer = factory.open(container, present);
  }

  /** Index in the file of a track of the recording, null when it is not in it. */
  @Nullable Integer fileTrack(int track) {
    int index = fileTracks.get(track);
    return index < 0 ? null : index;
  }

  /**
   * Muxes a slice; slices must come in order.
   *
   * @throws IllegalStateException the muxer keeps what it was given to itself
   */
  Muxed write(Slice slice) {
    List<List<EncodedPacket>> packets = new ArrayList<>();
    long fromUs = Long.MAX_VALUE;
    long toUs = Long.MIN_VALUE;
    for (int t = 0; t < lines.size(); t++) {
      Chunk chunk = slice.chunks().get(t);
      TrackLine line = lines.get(t);
      List<EncodedPacket> fitted = chunk == null || line == null ? List.of() : line.fit(chunk);
      packets.add(fitted);
      for (EncodedPacket p : fitted) {
        TimeBase base = Objects.requireNonNull(line).timeBase();
        fromUs = Math.min(fromUs, base.toUs(p.timestamp()));
        toUs = Math.max(toUs, base.toUs(p.timestamp() + p.duration()));
      }
    }
    interleave(packets);
    byte[] bytes = muxer.flush();
    fileBytes += bytes.length;
    requireBytesOf(packetBytes - LongStream.of(latestBytes).sum()); // Ogg keeps each track's latest
    return new Muxed(bytes, fromUs, toUs);
  }

  /** A container takes some bytes off a packet at most, as Matroska the name of a ProRes frame. */
  private void requireBytesOf(long packets) {
    if (fileBytes < packets / 2) {
      throw new IllegalStateException(
          "muxer: " + fileBytes + " bytes made of packets of " + packets + " bytes");
    }
  }

  private void interleave(List<List<EncodedPacket>> packets) {
    int[] at = new int[packets.size()];
    while (true) {
      int first = -1;
      for (int t = 0; t < at.length; t++) {
        if (at[t] < packets.get(t).size() && (first < 0 || isBefore(packets, at, t, first))) {
          first = t;
        }
      }
      if (first < 0) {
        return;
      }
      EncodedPacket packet = packets.get(first).get(at[first]++);
      packetBytes += packet.data().length;
      latestBytes[first] = packet.data().length;
      muxer.write(fileTracks.get(first), packet);
    }
  }

  private boolean isBefore(List<List<EncodedPacket>> packets, int[] at, int track, int other) {
    TimeBase base = Objects.requireNonNull(lines.get(track)).timeBase();
    TimeBase otherBase = Objects.requireNonNull(lines.get(other)).timeBase();
    long time = packets.get(track).get(at[track]).decodeTimestamp();
    long otherTime = packets.get(other).get(at[other]).decodeTimestamp();
    return base.equals(otherBase) ? time < otherTime : base.compare(time, otherBase, otherTime) < 0;
  }

  /**
   * Ends the file.
   *
   * @throws IllegalStateException what the muxer was given is not in it
   */
  MuxerTail finish() {
    MuxerTail tail = muxer.finish();
    fileBytes += tail.bytes().length;
    requireBytesOf(packetBytes);
    return tail;
  }

  /** What was repaired, in words. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (int t = 0; t < lines.size(); t++) {
      TrackLine line = lines.get(t);
      if (line == null) {
        notes.add("track " + t + ": no media; not in the file");
      } else {
        notes.addAll(line.notes(t));
      }
    }
    return notes;
  }

  @Override
  public void close() {
    muxer.close();
  }
}
