package io.reelbus.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An encoded cut: the packets of one track and slice, in decode order, and how to decode them.
 *
 * @param id identity (I3)
 * @param format codec configuration of the packets; null only when there are none
 * @param packets in decode order; empty for a slice without media, or a lost one
 * @param units frames (video) or samples per channel (audio) that the packets hold
 * @param last whether this is the track's last slice
 * @param account what was captured, with losses found while encoding added
 * @param worker who encoded it; information only, never in the file
 * @param attempt delivery count of the cut, from 1
 * @param tape what of the tape it was made from; information only, empty when nothing was there
 */
public record Chunk(
    ChunkId id,
    @Nullable TrackFormat format,
    List<EncodedPacket> packets,
    long units,
    boolean last,
    SliceAccount account,
    String worker,
    int attempt,
    List<TapeRange> tape) {

  /** Copies the list of ranges. */
  public Chunk {
    tape = List.copyOf(tape);
  }

  /** One made from nothing on a tape. */
  public Chunk(
      ChunkId id,
      @Nullable TrackFormat format,
      List<EncodedPacket> packets,
      long units,
      boolean last,
      SliceAccount account,
      String worker,
      int attempt) {
    this(id, format, packets, units, last, account, worker, attempt, List.of());
  }

  /** Payload size in bytes, without side data. */
  public long sizeBytes() {
    return packets.stream().mapToLong(p -> p.data().length).sum();
  }
}
