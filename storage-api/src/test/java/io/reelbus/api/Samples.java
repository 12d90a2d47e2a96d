package io.reelbus.api;

import io.reelbus.model.AgentInfo;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.Device;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Ratio;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.Source;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tracks, devices and agents as an agent would announce them. */
public final class Samples {

  private Samples() {}

  public static LiveTrack video(String trackId, Wire wire, String codec) {
    VideoFormat shape =
        new VideoFormat(
            640,
            480,
            "yuv420p",
            new Ratio(1, 1),
            new Ratio(30, 1),
            VideoFormat.Color.UNSPECIFIED,
            1);
    return new LiveTrack(
        trackId, "cam-host", "Test camera", format(wire, codec, shape, null), "t", 0);
  }

  public static LiveTrack audio(String trackId, Wire wire, String codec) {
    AudioFormat shape = new AudioFormat(48000, 2, "stereo", "flt", 32, 0, 0, 0, 0);
    return new LiveTrack(
        trackId, "cam-host", "Test tone", format(wire, codec, null, shape), "t", 1);
  }

  private static TrackFormat format(
      Wire wire, String codec, @Nullable VideoFormat video, @Nullable AudioFormat audio) {
    return new TrackFormat(
        wire,
        codec,
        TimeBase.MICROSECONDS,
        video,
        audio,
        new byte[0],
        TrackFormat.UNKNOWN,
        TrackFormat.UNKNOWN,
        0,
        List.of(),
        "");
  }

  public static AgentInfo agent(String id, long seenAtUs) {
    Device camera =
        new Device(
            id + "-cam",
            MediaKind.VIDEO,
            "Test camera",
            "group",
            id,
            new Source(Source.Kind.TEST, "testsrc2", Map.of("size", "640x480")),
            Map.of("width", "1..1920"));
    return new AgentInfo(id, "host-of-" + id, seenAtUs, List.of(camera));
  }

  public static SliceAccount account(long units, long fromUs, long toUs) {
    return new SliceAccount(units, fromUs, toUs, 1_000_000 + fromUs, List.of());
  }
}
