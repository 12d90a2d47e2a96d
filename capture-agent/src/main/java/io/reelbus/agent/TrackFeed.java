package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.ffmpeg.RawDecoder;
import io.reelbus.model.Codec;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import org.jspecify.annotations.Nullable;

/**
 * One track on its way from the source to the tape: decoded when a raw wire was asked for, then
 * placed on the tape's time line. One thread.
 */
final class TrackFeed implements AutoCloseable {

  /** Takes the frames of a source. */
  interface Sink {
    /** Takes one frame of track {@code track}; {@code gap} is missing before it. */
    void frame(int track, TapeFrame frame, @Nullable Gap gap);
  }

  private final int track;
  private final TrackFormat source;
  private final @Nullable RawDecoder decoder;
  private final Timeline timeline;
  private long packets;
  private long samples;
  private long endTimestamp = Long.MIN_VALUE; // in the source's ticks
  private long undecodable;
  private @Nullable TapeFrame lastPacket;
  private @Nullable Gap pending;

  /**
   * Makes a feed.
   *
   * @param clock the live source's clock; null for a file, which keeps its own time
   * @param steady whether a live source that gives no pictures for long has stalled
   */
  TrackFeed(
      int track,
      TrackFormat source,
      @Nullable Wire wire,
      @Nullable LiveClock clock,
      boolean steady) {
    this.track = track;
    this.source = source;
    boolean decoded = wire == Wire.RAW || isForeignSound(source);
    this.decoder = decoded && source.wire() == Wire.NATIVE ? new RawDecoder(source) : null;
    try {
      TrackFormat onTape = decoder == null ? source : decoder.rawFormat();
      this.timeline = timeline(onTape, clock, steady);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Sound that is never copied. Its packets need not say how many samples they hold (Vorbis). */
  private static boolean isForeignSound(TrackFormat format) {
    return format.kind() == MediaKind.AUDIO && Codec.ofCodecName(format.codecName()).isEmpty();
  }

  private static Timeline timeline(TrackFormat format, @Nullable LiveClock clock, boolean steady) {
    boolean video = format.kind() == MediaKind.VIDEO;
    if (clock == null) {
      return video ? new FileVideoTimeline(format) : new SampleCounter(format);
    }
    return video
        ? new LiveVideoTimeline(clock, format.timeBase(), steady)
        : new LiveAudioTimeline(clock, format.timeBase(), format.audioFormat().sampleRate());
  }

  /** What the tape holds. Of a decoded track it is exact after the first frame. */
  TrackFormat format() {
    TrackFormat format = decoder == null ? source : decoder.rawFormat();
    return Timeline.withTimeBase(format, timeline.timeBase());
  }

  /** Takes what the source gave. */
  void packet(TapeFrame packet, long wallUs, Sink sink) {
    packets++;
    samples += packet.sampleCount();
    endTimestamp = Math.max(endTimestamp, packet.timestamp() + packet.duration());
    if (decoder == null) {
      place(packet, wallUs, sink);
      return;
    }
    lastPacket = packet;
    decoder.decode(
        packet,
        frame -> {
          noteUndecodable();
          place(frame, wallUs, sink);
        });
    noteUndecodable();
  }

  private void noteUndecodable() {
    long now = decoder == null ? 0 : decoder.undecodablePackets();
    TapeFrame packet = lastPacket;
    if (now == undecodable || packet == null) {
      return;
    }
    long lost = (now - undecodable) * (source.kind() == MediaKind.VIDEO ? 1 : packet.sampleCount());
    undecodable = now;
    missing(packet, lost, "could not be decoded");
  }

  /** The source says that bytes of, or before, this packet are missing or wrong. */
  void damaged(TapeFrame packet) {
    missing(packet, 0, "the input is damaged");
  }

  private void missing(TapeFrame packet, long count, String why) {
    TimeBase tape = timeline.timeBase();
    long at = source.timeBase().rescale(packet.timestamp(), tape);
    long until = source.timeBase().rescale(packet.timestamp() + packet.duration(), tape);
    Gap before = pending;
    pending =
        new Gap(
            LossCause.CORRUPT_INPUT,
            (before == null ? 0 : before.count()) + count,
            before == null ? at : before.fromTimestamp(),
            until,
            why);
  }

  private void place(TapeFrame frame, long wallUs, Sink sink) {
    Timeline.Placed placed = timeline.place(frame, wallUs);
    Gap gap = placed.gap() != null ? placed.gap() : pending;
    if (placed.gap() == null) {
      pending = null;
    }
    sink.frame(track, placed.frame(), gap);
  }

  /** Gives out what a decoder still holds; once, at the end. */
  void drain(long wallUs, Sink sink) {
    if (decoder != null) {
      decoder.drain(frame -> place(frame, wallUs, sink));
      noteUndecodable();
    }
  }

  /** What is missing behind the last frame because it could not be decoded. */
  @Nullable Gap pending() {
    return pending;
  }

  /** Packets the source gave. */
  long packets() {
    return packets;
  }

  /** Samples per channel in them; 0 for video. */
  long samples() {
    return samples;
  }

  /** Time behind the last packet on the source's own clock; {@code Long.MIN_VALUE} before any. */
  long endUs() {
    return endTimestamp == Long.MIN_VALUE ? Long.MIN_VALUE : source.timeBase().toUs(endTimestamp);
  }

  @Override
  public void close() {
    if (decoder != null) {
      decoder.close();
    }
  }
}
