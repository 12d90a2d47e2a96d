package io.reelbus.ffmpeg;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.HeardSamples;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Reads a file back completely. */
public final class MediaCheck {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  private MediaCheck() {}

  /**
   * Decodes every packet of a file.
   *
   * @throws io.reelbus.model.MediaException {@code NotFoundError} or {@code NotReadableError} when
   *     it cannot be opened
   */
  public static CheckReport check(Path file) {
    Source source = new Source(Source.Kind.FILE, file.toString(), Map.of());
    try (MediaInput input = MediaInputs.open(source, DEADLINE, DEADLINE)) {
      List<Counter> counters = new ArrayList<>();
      try {
        input.tracks().forEach(format -> counters.add(new Counter(format)));
        for (InputPacket p = input.read(); p != null; p = input.read()) {
          counters.get(p.track()).add(p);
        }
        counters.forEach(Counter::finish);
        return report(input.facts(), counters);
      } finally {
        counters.forEach(Counter::close);
      }
    }
  }

  private static CheckReport report(InputFacts facts, List<Counter> counters) {
    List<CheckReport.Track> tracks = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < counters.size(); i++) {
      CheckReport.Track track = counters.get(i).track();
      tracks.add(track);
      if (track.undecodable() > 0) {
        errors.add("track " + i + ": " + track.undecodable() + " packets cannot be decoded");
      }
      if (counters.get(i).backwards > 0) {
        errors.add("track " + i + ": " + counters.get(i).backwards + " timestamps go backwards");
      }
    }
    if (!facts.readError().isEmpty()) {
      errors.add("reading stopped: " + facts.readError());
    }
    if (facts.declaredDurationUs() <= 0) {
      errors.add("the file declares no duration");
    }
    return new CheckReport(tracks, facts.declaredDurationUs(), errors);
  }

  private static final class Counter implements AutoCloseable {
    private final TrackFormat format;
    private final Decoder decoder;
    private long packets;
    private long units;
    private long backwards;
    private long lastDecodeTimestamp = Long.MIN_VALUE;
    private long filling; // of the last packet, which decoders give although the file cuts it

    Counter(TrackFormat format) {
      this.format = format;
      this.decoder = new Decoder(format, 0);
    }

    void add(InputPacket p) {
      packets++;
      if (p.frame().decodeTimestamp() < lastDecodeTimestamp) {
        backwards++;
      }
      lastDecodeTimestamp = p.frame().decodeTimestamp();
      filling = filling(p.frame());
      decoder.decode(p.frame(), this::count);
    }

    void finish() {
      decoder.drain(this::count);
      units -= Math.min(units, filling);
    }

    /** MP4 cuts a track's last packet by its duration alone; ticks of others are too coarse. */
    private long filling(TapeFrame packet) {
      AudioFormat audio = format.audio();
      boolean exact =
          audio != null && format.timeBase().equals(TimeBase.ofRate(audio.sampleRate()));
      return exact && Packets.skippedAtEnd(packet.sideData()) == 0
          ? HeardSamples.filling(packet.sampleCount(), packet.duration())
          : 0;
    }

    private void count(AVFrame frame) {
      units += format.kind() == MediaKind.VIDEO ? 1 : frame.nb_samples();
    }

    CheckReport.Track track() {
      return new CheckReport.Track(
          format.kind(), format.codecName(), packets, units, decoder.errors());
    }

    @Override
    public void close() {
      decoder.close();
    }
  }
}
