package io.reelbus.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.ffmpeg.FoundDevice;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Devices that cannot be found by looking, from a JSON file:
 *
 * <pre>{@code
 * [{"label": "Gate", "kind": "network", "source": "rtsp://10.0.0.7/main",
 *   "media": "video", "options": {"rtsp_transport": "tcp"},
 *   "capabilities": {"modes": "1920x1080@25", "facingMode": "environment"}}]
 * }</pre>
 *
 * <p>{@code kind} is a {@link Source.Kind}, {@code network} when left out; {@code media} is {@code
 * video} or {@code audio}, {@code video} when left out. {@code capabilities} are in the words of
 * {@link io.reelbus.model.constraints.DeviceSettings}; without them only the device's name and its
 * group can be constrained.
 */
final class ConfiguredDevices {

  private ConfiguredDevices() {}

  /**
   * Reads the file.
   *
   * @throws MediaException {@code NotReadableError} naming the file and the entry
   */
  static List<FoundDevice> read(@Nullable Path file) {
    if (file == null) {
      return List.of();
    }
    try {
      return parse(file, new ObjectMapper().readTree(Files.readString(file)));
    } catch (JsonProcessingException e) {
      throw unreadable(file, "not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw unreadable(file, e.toString());
    }
  }

  private static List<FoundDevice> parse(Path file, JsonNode root) {
    if (!root.isArray()) {
      throw unreadable(file, "a list of devices was expected");
    }
    List<FoundDevice> devices = new ArrayList<>();
    for (JsonNode node : root) {
      devices.add(device(file, node));
    }
    return devices;
  }

  private static FoundDevice device(Path file, JsonNode node) {
    String url = node.path("source").asText("");
    if (url.isBlank()) {
      throw unreadable(file, "an entry without a source: " + node);
    }
    try {
      Source.Kind kind = Source.Kind.valueOf(upper(node.path("kind").asText("network")));
      MediaKind media = MediaKind.valueOf(upper(node.path("media").asText("video")));
      return new FoundDevice(
          media,
          node.path("label").asText(url),
          "configured:" + url,
          new Source(kind, url, texts(node.path("options"))),
          texts(node.path("capabilities")));
    } catch (IllegalArgumentException e) {
      throw unreadable(file, "kind or media of " + node + ": " + e.getMessage());
    }
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new HashMap<>();
    node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private static MediaException unreadable(Path file, String why) {
    return new MediaException("NotReadableError", MediaException.Next.STOP, file + ": " + why);
  }
}
