package io.reelbus.model;

import java.util.List;

/**
 * A unit of encode work: read {@code tape}, give back the packets of slice {@code id.slice()}.
 *
 * <p>Self-sufficient (I2). The tape range includes the lead-in (frames before the slice that a
 * decoder or an audio encoder needs) and, on native tapes, the frames behind it that decode order
 * puts there. A worker keeps:
 *
 * <ul>
 *   <li>copy: every packet of the range, which then has neither lead-in nor tail;
 *   <li>encoded video: pictures with {@code fromTimestamp <= timestamp < toTimestamp};
 *   <li>encoded audio: encoder packets {@code fromPacket <= n < toPacket}, where packet 0 starts at
 *       the track's first sample; the last slice keeps every packet from {@code fromPacket} on.
 * </ul>
 *
 * @param id whose chunk this makes
 * @param lane which queue it goes to
 * @param tape where the frames are, lead-in and tail included
 * @param format what the tape holds
 * @param encoder what to make of it
 * @param fromTimestamp first timestamp of the slice in tape ticks ({@code Long.MIN_VALUE}: from the
 *     start)
 * @param toTimestamp timestamp behind the slice ({@code Long.MAX_VALUE}: to the end)
 * @param originTimestamp the tape timestamp that is media time 0 of the recording: video output
 *     timestamps are relative to it
 * @param firstSampleTimestamp audio: tape timestamp of sample 0 of the encoder's packet grid
 * @param fromPacket audio: first encoder packet of the slice
 * @param toPacket audio: encoder packet behind the slice
 * @param last whether this is the track's last slice
 * @param account what was captured in this slice
 * @param stretches encoded audio that reaches over a pause: what of the tape belongs, in order; the
 *     origin and {@code firstSampleTimestamp} are then in recorded time. Empty: all of it, unmoved
 * @param blanks of the tape, in order: encoded as black or silence; copied packets in them, by
 *     decode time for video, are left out
 */
public record Cut(
    ChunkId id,
    Lane lane,
    List<TapeRange> tape,
    TrackFormat format,
    EncoderConfig encoder,
    long fromTimestamp,
    long toTimestamp,
    long originTimestamp,
    long firstSampleTimestamp,
    long fromPacket,
    long toPacket,
    boolean last,
    SliceAccount account,
    List<TapeStretch> stretches,
    List<Blank> blanks) {

  /** Copies the lists. */
  public Cut {
    stretches = List.copyOf(stretches);
    blanks = List.copyOf(blanks);
  }

  /** One without pauses, of a track that is enabled. */
  public Cut(
      ChunkId id,
      Lane lane,
      List<TapeRange> tape,
      TrackFormat format,
      EncoderConfig encoder,
      long fromTimestamp,
      long toTimestamp,
      long originTimestamp,
      long firstSampleTimestamp,
      long fromPacket,
      long toPacket,
      boolean last,
      SliceAccount account) {
    this(
        id,
        lane,
        tape,
        format,
        encoder,
        fromTimestamp,
        toTimestamp,
        originTimestamp,
        firstSampleTimestamp,
        fromPacket,
        toPacket,
        last,
        account,
        List.of(),
        List.of());
  }
}
