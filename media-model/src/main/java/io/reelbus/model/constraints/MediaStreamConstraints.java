package io.reelbus.model.constraints;

import io.reelbus.model.MediaKind;
import org.jspecify.annotations.Nullable;

/**
 * W3C {@code MediaStreamConstraints}.
 *
 * @param video of the video track ({@link MediaTrackConstraints#NONE} for {@code true}); null when
 *     none is asked for
 * @param audio the same of the audio track
 */
public record MediaStreamConstraints(
    @Nullable MediaTrackConstraints video, @Nullable MediaTrackConstraints audio) {

  /** Those of a kind; null when no such track is asked for. */
  public @Nullable MediaTrackConstraints of(MediaKind kind) {
    return kind == MediaKind.VIDEO ? video : audio;
  }
}
