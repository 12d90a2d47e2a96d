package io.reelbus.agent;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.Ratio;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Invented tapes for tests. */
final class Tapes {

  private Tapes() {}

  static TapeEntry entry(
      int index, long timestamp, long decodeTimestamp, long duration, boolean key, int samples) {
    return new TapeEntry(
        index * 10L,
        10,
        timestamp,
        decodeTimestamp,
        duration,
        key,
        samples,
        0,
        0,
        false,
        1_000_000L + index,
        null,
        CompletableFuture.completedFuture(new TapeRange("t", 0, index, index + 1L)));
  }

  static TapeEntry picture(int index, long timestamp) {
    return entry(index, timestamp, timestamp, 1, true, 0);
  }

  static TapeEntry samples(int index, long timestamp, int count) {
    return entry(index, timestamp, timestamp, count, true, count);
  }

  /** All slices of a tape. */
  static List<SlicePlan> slice(TrackSlicer slicer, List<TapeEntry> tape) {
    List<SlicePlan> plans = new ArrayList<>();
    for (TapeEntry e : tape) {
      plans.addAll(slicer.add(e));
    }
    plans.addAll(slicer.end(Long.MAX_VALUE, null));
    return plans;
  }

  /** The entries in a plan's range. */
  static List<TapeEntry> range(SlicePlan plan, List<TapeEntry> tape) {
    TapeEntry first = plan.first();
    TapeEntry end = plan.end();
    if (first == null || end == null) {
      return List.of();
    }
    return tape.stream()
        .filter(e -> e.position() >= first.position() && e.position() <= end.position())
        .toList();
  }

  static TrackFormat video(Wire wire, String codec, int width, int height, String pixelFormat) {
    return new TrackFormat(
        wire,
        codec,
        new TimeBase(1, 90_000),
        new VideoFormat(
            width,
            height,
            pixelFormat,
            Ratio.UNKNOWN,
            new Ratio(30, 1),
            VideoFormat.Color.UNSPECIFIED,
            1),
        null,
        new byte[0],
        TrackFormat.UNKNOWN,
        TrackFormat.UNKNOWN,
        0,
        List.of(),
        "");
  }

  static TrackFormat audio(Wire wire, String codec, int rate, int channels, byte[] extradata) {
    return new TrackFormat(
        wire,
        codec,
        TimeBase.ofRate(rate),
        null,
        new AudioFormat(rate, channels, channels == 1 ? "mono" : "stereo", "flt", 16, 0, 0, 0, 0),
        extradata,
        TrackFormat.UNKNOWN,
        TrackFormat.UNKNOWN,
        0,
        List.of(),
        "");
  }
}
