package io.reelbus.agent;

import io.reelbus.ffmpeg.FoundDevice;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import java.util.List;
import java.util.Map;

/** Two test cameras and a tone, for machines that have none. */
final class TestDevices {

  private static final String GROUP = "test";

  /** Pictures are made in any size and rate, and can be cropped; sound in any rate. */
  private static final Map<String, String> PICTURES =
      Map.of(
          "width", "16..3840",
          "height", "16..2160",
          "frameRate", "1..60",
          "resizeMode", "none|crop-and-scale",
          "default.width", "1280",
          "default.height", "720",
          "default.frameRate", "30");

  private static final Map<String, String> SOUND =
      Map.of(
          "sampleRate", "8000..192000",
          "sampleSize", "16",
          "channelCount", "1",
          "echoCancellation", "false",
          "autoGainControl", "false",
          "noiseSuppression", "false",
          "default.sampleRate", "48000",
          "default.channelCount", "1");

  private TestDevices() {}

  static List<FoundDevice> list() {
    return List.of(
        device(
            MediaKind.VIDEO,
            "Test camera 1 (moving pattern)",
            "testsrc2=size=1280x720:rate=30",
            PICTURES),
        device(
            MediaKind.VIDEO,
            "Test camera 2 (colour bars)",
            "smptehdbars=size=1280x720:rate=30",
            PICTURES),
        device(
            MediaKind.AUDIO, "Test tone (997 Hz)", "sine=frequency=997:sample_rate=48000", SOUND));
  }

  private static FoundDevice device(
      MediaKind kind, String label, String graph, Map<String, String> capabilities) {
    return new FoundDevice(
        kind, label, GROUP, new Source(Source.Kind.TEST, graph, Map.of()), capabilities);
  }
}
