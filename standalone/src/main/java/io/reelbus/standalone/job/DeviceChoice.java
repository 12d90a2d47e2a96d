package io.reelbus.standalone.job;

import io.reelbus.model.MediaException;
import io.reelbus.model.Source;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.SourceRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What {@code --device} means: a source such as {@code test:tone}, or a device by id or label. */
public final class DeviceChoice {

  /** Test sources by short name; any other lavfi graph can be written out. */
  private static final Map<String, String> TESTS =
      Map.of(
          "video", "testsrc2=size=1280x720:rate=30",
          "tone", "sine=frequency=997:sample_rate=48000");

  private static final Map<String, Source.Kind> PREFIXES =
      Map.of(
          "test", Source.Kind.TEST,
          "screen", Source.Kind.SCREEN,
          "pulse", Source.Kind.PULSE,
          "alsa", Source.Kind.ALSA,
          "v4l2", Source.Kind.V4L2);

  private DeviceChoice() {}

  /** Whether it names a source, so that no device list is needed. */
  public static boolean isSource(String text) {
    return text.contains("://") || PREFIXES.containsKey(prefix(text));
  }

  /**
   * Reads a choice.
   *
   * @param devices what there is; unused when it names a source
   * @throws MediaException {@code NotFoundError} when no device or several match
   */
  public static SourceRequest of(String text, List<DeviceInfo> devices) {
    if (text.startsWith("file://")) {
      return SourceRequest.url(text, Source.Kind.PACED_FILE);
    }
    if (text.contains("://")) {
      return SourceRequest.url(text, Source.Kind.NETWORK);
    }
    Source.Kind kind = PREFIXES.get(prefix(text));
    if (kind != null) {
      String url = text.substring(text.indexOf(':') + 1);
      return SourceRequest.url(kind == Source.Kind.TEST ? TESTS.getOrDefault(url, url) : url, kind);
    }
    List<DeviceInfo> found = matches(text, devices);
    if (found.size() == 1) {
      return SourceRequest.device(found.get(0).deviceId());
    }
    throw new MediaException(
        "NotFoundError",
        MediaException.Next.STOP,
        "--device: '"
            + text
            + (found.isEmpty() ? "' names no device" : "' names several devices")
            + " (expected: a deviceId, the start of one label of "
            + labels(found.isEmpty() ? devices : found)
            + ", or a source such as test:video, test:tone, screen::0, pulse:default,"
            + " v4l2:/dev/video0, rtsp://...)");
  }

  private static List<DeviceInfo> matches(String text, List<DeviceInfo> devices) {
    List<DeviceInfo> exact =
        devices.stream()
            .filter(d -> d.deviceId().equals(text) || d.label().equalsIgnoreCase(text))
            .toList();
    if (!exact.isEmpty()) {
      return exact;
    }
    String start = text.toLowerCase(Locale.ROOT);
    return devices.stream()
        .filter(d -> d.label().toLowerCase(Locale.ROOT).startsWith(start))
        .toList();
  }

  private static String labels(List<DeviceInfo> devices) {
    return devices.stream().map(d -> "'" + d.label() + "'").collect(Collectors.joining(", "));
  }

  private static String prefix(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? "" : text.substring(0, colon);
  }

  /** A type that fits a file name: {@code .webm} gives {@code video/webm}. */
  public static String mimeTypeFor(Path output) {
    String name = output.toString().toLowerCase(Locale.ROOT);
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "webm" -> "video/webm";
      case "mkv" -> "video/x-matroska";
      case "m4a" -> "audio/mp4";
      case "mka" -> "audio/x-matroska";
      case "weba" -> "audio/webm";
      case "ogg", "oga", "opus" -> "audio/ogg";
      case "wav" -> "audio/wav";
      default -> "video/mp4";
    };
  }
}
