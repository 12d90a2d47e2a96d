package io.reelbus.recorder;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A track of an open stream, as W3C {@code MediaStreamTrack}.
 *
 * @param id identity
 * @param kind {@code video} or {@code audio}
 * @param label what a person calls it
 * @param readyState {@code live} or {@code ended}
 * @param settings {@code width}, {@code height}, {@code frameRate}, {@code sampleRate}, {@code
 *     channelCount}, and {@code codec} and {@code wire} of its tape; numbers or strings
 */
public record TrackInfo(
    String id,
    String kind,
    String label,
    String readyState,
    @Nullable Map<String, Object> settings) {

  /** Absent settings are none. */
  public TrackInfo {
    settings = settings == null ? Map.of() : Map.copyOf(settings);
  }

  /** Whether it gives pictures. */
  public boolean video() {
    return kind.equals("video");
  }
}
