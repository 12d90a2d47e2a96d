package io.reelbus.recorder;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.reelbus.model.Source;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One source of a stream to open: a device, or a URL with its kind. Exactly one of {@code deviceId}
 * and {@code url} is set, but for {@link #pushed()}, which has none.
 *
 * @param deviceId from {@link ReelbusClient#devices()}
 * @param url as the agent's machine sees it, e.g. {@code file:///media/a.mp4}
 * @param kind how to open the URL; null lets the server go by the scheme ({@code file}: as fast as
 *     possible)
 * @param options FFmpeg's input options, e.g. {@code framerate}; for a device they add to its own
 * @param agentId which agent opens a URL; null for any
 * @param wire {@code native}, {@code raw}, or null for the source's default
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SourceRequest(
    @Nullable String deviceId,
    @Nullable String url,
    Source.@Nullable Kind kind,
    Map<String, String> options,
    @Nullable String agentId,
    @Nullable String wire) {

  /** Copies the map. */
  public SourceRequest {
    options = Map.copyOf(options);
    boolean pushed = kind == Source.Kind.PUSHED && deviceId == null && url == null;
    if (!pushed && (deviceId == null) == (url == null)) {
      throw new IllegalArgumentException("source: exactly one of deviceId and url expected");
    }
  }

  /** A device of any agent, with its own settings. */
  public static SourceRequest device(String deviceId) {
    return new SourceRequest(deviceId, null, null, Map.of(), null, null);
  }

  /** A file of the agent's machine, read to its end as fast as its recorders take it. */
  public static SourceRequest file(Path file) {
    return url(file.toAbsolutePath().toUri().toString(), Source.Kind.FILE);
  }

  /** What a client pushes to the stream's {@code media}; see {@link MediaPush}. */
  public static SourceRequest pushed() {
    return new SourceRequest(null, null, Source.Kind.PUSHED, Map.of(), null, null);
  }

  /** A URL of some kind. */
  public static SourceRequest url(String url, Source.Kind kind) {
    return new SourceRequest(null, url, kind, Map.of(), null, null);
  }

  /** The same, opened by that agent. Only for URLs. */
  public SourceRequest onAgent(String newAgentId) {
    return new SourceRequest(deviceId, url, kind, options, newAgentId, wire);
  }

  /** The same, travelling as {@code native} or {@code raw}. */
  public SourceRequest onWire(String newWire) {
    return new SourceRequest(deviceId, url, kind, options, agentId, newWire);
  }

  /** The same with these FFmpeg input options. */
  public SourceRequest withOptions(Map<String, String> newOptions) {
    return new SourceRequest(deviceId, url, kind, newOptions, agentId, wire);
  }
}
