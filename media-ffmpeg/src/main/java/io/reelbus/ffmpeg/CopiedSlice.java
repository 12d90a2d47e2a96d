package io.reelbus.ffmpeg;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.HeardSamples;
import io.reelbus.model.MediaKind;
import io.reelbus.model.SideData;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes the packets of a native tape through, moved to the recording's time line. */
final class CopiedSlice {

  private CopiedSlice() {}

  static CutEncoder.Slice make(Cut cut, FrameSource frames) {
    TimeBase from = cut.format().timeBase();
    TimeBase to = cut.encoder().timeBase();
    List<EncodedPacket> packets = new ArrayList<>();
    long units = 0;
    long lastUnits = 0;
    long lastDuration = 0;
    HeardSamples heard = new HeardSamples();
    int lastSamples = 0;
    BlankPackets blank = new BlankPackets(cut);
    for (@Nullable TapeFrame f = frames.next(); f != null; f = frames.next()) {
      if (blank.leavesOut(f)) {
        continue;
      }
      byte[] data = new byte[f.size()];
      f.data().duplicate().get(data);
      packets.add(
          new EncodedPacket(
              from.rescale(f.timestamp() - cut.originTimestamp(), to),
              from.rescale(f.decodeTimestamp() - cut.originTimestamp(), to),
              from.rescale(f.duration(), to),
              f.key(),
              f.sideData().stream().filter(s -> s.type() != SideData.HIDDEN).toList(),
              data));
      lastSamples = f.sampleCount();
      lastUnits = cut.format().kind() == MediaKind.VIDEO ? 1 : heard(heard, f, cut);
      lastDuration = f.duration();
      units += lastUnits;
    }
    if (cut.last() && !packets.isEmpty()) {
      packets.set(packets.size() - 1, trimmed(packets.get(packets.size() - 1), cut, lastSamples));
      if (cut.format().kind() == MediaKind.AUDIO) {
        units -= HeardSamples.filling(lastUnits, lastDuration);
      }
    }
    TrackFormat in = cut.format();
    TrackFormat out =
        packets.isEmpty() && cut.blanks().isEmpty() // else the file still needs to know it
            ? null
            : new TrackFormat(
                in.wire(),
                in.codecName(),
                to,
                in.video(),
                primed(in.audio(), cut, packets),
                in.extradata(),
                in.profile(),
                in.level(),
                in.bitRate(),
                in.sideData(),
                in.language());
    return new CutEncoder.Slice(out, packets, units, blank.losses());
  }

  /**
   * The priming that the file is to declare: MP4 is told by the first packet, Matroska's muxer by
   * the format alone. Opus has it in its header, and keeps it.
   */
  private static @Nullable AudioFormat primed(
      @Nullable AudioFormat audio, Cut cut, List<EncodedPacket> packets) {
    return audio == null || cut.encoder().codec() == Codec.OPUS || packets.isEmpty()
        ? audio
        : audio.withInitialPadding(Packets.skippedAtStart(packets.get(0).sideData()));
  }

  private static long heard(HeardSamples heard, TapeFrame f, Cut cut) {
    int skipStart = Packets.skippedAtStart(f.sideData());
    if (skipStart == 0 && f.timestamp() < 0) { // some containers only begin before 0
      AudioFormat audio = cut.format().audioFormat();
      skipStart = (int) Math.min(audio.initialPaddingSamples(), -f.timestamp());
    }
    return heard.next(f.sampleCount(), skipStart, Packets.skippedAtEnd(f.sideData()));
  }

  /** MP4 cuts the last packet of a sound track by its duration, other containers by side data. */
  private static EncodedPacket trimmed(EncodedPacket p, Cut cut, int held) {
    Codec codec = cut.encoder().codec();
    AudioFormat audio = cut.format().audio();
    if (audio == null || (codec != Codec.AAC && codec != Codec.OPUS)) {
      return p;
    }
    TimeBase ticks = cut.encoder().timeBase();
    TimeBase samples = TimeBase.ofRate(audio.sampleRate());
    long duration = ticks.rescale(p.duration(), samples);
    int marked = Packets.skippedAtEnd(p.sideData());
    if (marked > 0) {
      long heard = Math.max(1, held - marked);
      return duration <= heard ? p : with(p, samples.rescale(heard, ticks), p.sideData());
    }
    long filling = held - duration;
    return duration <= 0 || filling <= 0
        ? p
        : with(p, p.duration(), List.of(Packets.skippedAtEnd((int) filling)));
  }

  private static EncodedPacket with(EncodedPacket p, long duration, List<SideData> sideData) {
    return new EncodedPacket(
        p.timestamp(), p.decodeTimestamp(), duration, p.key(), sideData, p.data());
  }
}
