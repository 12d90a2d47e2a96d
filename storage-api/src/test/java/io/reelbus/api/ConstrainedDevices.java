package io.reelbus.api;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.Device;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Ratio;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The devices that constraints are tried on, and what an agent makes of them. */
final class ConstrainedDevices {

  private ConstrainedDevices() {}

  static List<Device> of(String agentId) {
    return List.of(
        video(
            agentId,
            "pattern",
            new Source(Source.Kind.TEST, "testsrc2", Map.of()),
            Map.of(
                "width", "16..3840",
                "height", "16..2160",
                "frameRate", "1..60",
                "default.width", "1280",
                "default.height", "720",
                "default.frameRate", "30",
                "resizeMode", "none")),
        video(
            agentId,
            "webcam",
            new Source(Source.Kind.V4L2, "/dev/video0", Map.of()),
            Map.of(
                "modes", "640x480@30|1280x720@10..30",
                "resizeMode", "none",
                "facingMode", "user")),
        video(
            agentId,
            "stubborn", // its driver gives VGA whatever it is asked for
            new Source(Source.Kind.V4L2, "/dev/video7", Map.of()),
            Map.of("modes", "640x480@30|800x600@30")),
        video(
            agentId,
            "screen",
            new Source(Source.Kind.SCREEN, ":99", Map.of("framerate", "25", "draw_mouse", "1")),
            Map.of(
                "modes", "1920x1080@1..60",
                "default.frameRate", "25",
                "displaySurface", "monitor",
                "logicalSurface", "false",
                "cursor", "always|never")),
        video(
            agentId,
            "wide",
            new Source(Source.Kind.TEST, "wide", Map.of()),
            Map.of(
                "modes", "1280x720@30|1920x1080@15",
                "resizeMode", "none|crop-and-scale")),
        audio(agentId, "mic", new Source(Source.Kind.PULSE, "mic", Map.of())),
        audio(agentId, "monitor", new Source(Source.Kind.PULSE, "out.monitor", Map.of())));
  }

  private static Device video(
      String agentId, String name, Source source, Map<String, String> capabilities) {
    return new Device(
        agentId + "-" + name, MediaKind.VIDEO, name, "unit", agentId, source, capabilities);
  }

  private static Device audio(String agentId, String name, Source source) {
    return new Device(
        agentId + "-" + name,
        MediaKind.AUDIO,
        name,
        "sound",
        agentId,
        source,
        Map.of(
            "sampleRate", "8000..192000",
            "channelCount", "1..2",
            "sampleSize", "16",
            "default.sampleRate", "48000",
            "default.channelCount", "2",
            "echoCancellation", "false"));
  }

  static boolean has(StreamSource source) {
    return of(source.agentId()).stream().anyMatch(d -> d.deviceId().equals(source.deviceId()));
  }

  /** The track of a source that was opened with its options. */
  static LiveTrack open(String trackId, StreamSource source) {
    Map<String, String> options = source.source().options();
    boolean picture = source.source().kind() != Source.Kind.PULSE;
    boolean screen = source.source().kind() == Source.Kind.SCREEN;
    boolean stubborn = source.source().url().equals("/dev/video7");
    String usual = screen ? "1920x1080" : stubborn ? "640x480" : "1280x720";
    String[] size = (stubborn ? usual : options.getOrDefault("video_size", usual)).split("x", -1);
    int rate = (int) Double.parseDouble(options.getOrDefault("framerate", "30"));
    VideoFormat video =
        new VideoFormat(
            Integer.parseInt(size[0]),
            Integer.parseInt(size[1]),
            "yuv420p",
            Ratio.UNKNOWN,
            new Ratio(rate, 1),
            VideoFormat.Color.UNSPECIFIED,
            1);
    AudioFormat audio =
        new AudioFormat(
            Integer.parseInt(options.getOrDefault("sample_rate", "48000")),
            Integer.parseInt(options.getOrDefault("channels", "2")),
            "any",
            "s16",
            16,
            0,
            0,
            0,
            0);
    return new LiveTrack(
        trackId,
        source.agentId(),
        String.valueOf(source.deviceId()),
        format(picture ? video : null, picture ? null : audio),
        "t",
        0);
  }

  private static TrackFormat format(@Nullable VideoFormat video, @Nullable AudioFormat audio) {
    return new TrackFormat(
        Wire.RAW,
        video != null ? "rawvideo" : "pcm_s16le",
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
}
