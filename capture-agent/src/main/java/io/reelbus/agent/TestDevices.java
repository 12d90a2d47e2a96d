package io.reelbus.agent;

import io.reelbus.ffmpeg.FoundDevice;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import java.util.List;
import java.util.Map;

/** Two test cameras and a tone, for machines that have none. */
final class TestDevices {

  private static final String GROUP = "test";

  private TestDevices() {}

  static List<FoundDevice> list() {
    return List.of(
        device(
            MediaKind.VIDEO,
            "Test camera 1 (moving pattern)",
            "testsrc2=size=1280x720:rate=30",
            Map.of("width", "1280", "height", "720", "frameRate", "30")),
        device(
            MediaKind.VIDEO,
            "Test camera 2 (colour bars)",
            "smptehdbars=size=1280x720:rate=30",
            Map.of("width", "1280", "height", "720", "frameRate", "30")),
        device(
            MediaKind.AUDIO,
            "Test tone (997 Hz)",
            "sine=frequency=997:sample_rate=48000",
            Map.of("sampleRate", "48000", "channelCount", "1")));
  }

  private static FoundDevice device(
      MediaKind kind, String label, String graph, Map<String, String> capabilities) {
    return new FoundDevice(
        kind, label, GROUP, new Source(Source.Kind.TEST, graph, Map.of()), capabilities);
  }
}
