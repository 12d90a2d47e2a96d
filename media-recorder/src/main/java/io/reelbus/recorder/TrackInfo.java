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
 * @param enabled whether recordings of it get what its source gives, not black or silence
 * @param muted whether its source gives nothing at the moment
 */
public record TrackInfo(
    String id,
    String kind,
    String label,
    String readyState,
    @Nullable Map<String, Object> settings,
    boolean enabled,
    boolean muted) {

  /** Absent settings are none. */
  public TrackInfo {
    settings = settings == null ? Map.of() : Map.copyOf(settings);
  }

  /** Whether it gives pictures. */
  public boolean video() {
    return kind.equals("video");
  }
}
