package io.reelbus.assembler;

import io.reelbus.model.Chunk;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.SideData;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * One track of a file: makes the packets of successive chunks fit behind one another. The result
 * depends on the packets alone (I5).
 *
 * <ul>
 *   <li>Decode times must rise and stay at or below presentation times; where the joined chunks do
 *       not, a decode time becomes the one before plus a step, and if that passes the presentation
 *       time, the latter is raised with it. Nothing is dropped.
 *   <li>A codec configuration that changes midway travels with the first packet it is for.
 * </ul>
 */
final class TrackLine {

  /** FFmpeg's {@code AV_PKT_DATA_NEW_EXTRADATA}. */
  static final int NEW_EXTRADATA = 1;

  private final TrackFormat format;
  private final long step;
  private byte[] extradata;
  private long lastDecode = Long.MIN_VALUE;
  private long decodeRaised;
  private long presentationRaised;
  private long configurationChanges;

  /**
   * Makes one.
   *
   * @param stepUs how far decode times are apart at least; 0 for a tick
   */
  TrackLine(TrackFormat format, long stepUs) {
    this.format = format;
    this.step = Math.max(1, format.timeBase().fromUs(stepUs));
    this.extradata = format.extradata();
  }

  TrackFormat format() {
    return format;
  }

  TimeBase timeBase() {
    return format.timeBase();
  }

  /** The packets of the next chunk, fitted. */
  List<EncodedPacket> fit(Chunk chunk) {
    if (chunk.packets().isEmpty()) {
      return List.of();
    }
    TrackFormat chunkFormat = Objects.requireNonNull(chunk.format(), "format of " + chunk.id());
    List<EncodedPacket> fitted = new ArrayList<>(chunk.packets().size());
    for (EncodedPacket packet : chunk.packets()) {
      fitted.add(fit(rescaled(packet, chunkFormat.timeBase())));
    }
    if (!Arrays.equals(extradata, chunkFormat.extradata())) {
      extradata = chunkFormat.extradata();
      configurationChanges++;
      fitted.set(0, withExtradata(fitted.get(0), extradata));
    }
    return fitted;
  }

  private EncodedPacket rescaled(EncodedPacket p, TimeBase from) {
    TimeBase to = timeBase();
    return from.equals(to)
        ? p
        : new EncodedPacket(
            from.rescale(p.timestamp(), to),
            from.rescale(p.decodeTimestamp(), to),
            from.rescale(p.duration(), to),
            p.key(),
            p.sideData(),
            p.data());
  }

  private EncodedPacket fit(EncodedPacket p) {
    long decode = Math.min(p.decodeTimestamp(), p.timestamp());
    if (lastDecode != Long.MIN_VALUE && decode < lastDecode + step) {
      decode = lastDecode + step;
      decodeRaised++;
    }
    long presentation = p.timestamp();
    if (presentation < decode) {
      presentation = decode;
      presentationRaised++;
    }
    lastDecode = decode;
    return presentation == p.timestamp() && decode == p.decodeTimestamp()
        ? p
        : new EncodedPacket(presentation, decode, p.duration(), p.key(), p.sideData(), p.data());
  }

  private static EncodedPacket withExtradata(EncodedPacket p, byte[] extradata) {
    List<SideData> sideData = new ArrayList<>(p.sideData());
    sideData.removeIf(s -> s.type() == NEW_EXTRADATA);
    sideData.add(new SideData(NEW_EXTRADATA, extradata));
    return new EncodedPacket(
        p.timestamp(), p.decodeTimestamp(), p.duration(), p.key(), List.copyOf(sideData), p.data());
  }

  /** What was repaired, one line for a person each. */
  List<String> notes(int track) {
    List<String> notes = new ArrayList<>();
    note(notes, track, decodeRaised, "decode times raised to keep them rising");
    note(notes, track, presentationRaised, "presentation times raised to their decode times");
    note(notes, track, configurationChanges, "changes of the codec configuration");
    return notes;
  }

  private static void note(List<String> notes, int track, long count, String what) {
    if (count > 0) {
      notes.add("track " + track + ": " + count + " " + what);
    }
  }
}
