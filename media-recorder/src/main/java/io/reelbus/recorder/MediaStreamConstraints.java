package io.reelbus.recorder;

import io.reelbus.model.constraints.MediaTrackConstraints;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * W3C {@code MediaStreamConstraints}, written one after the other: {@code
 * MediaStreamConstraints.video().audio()}. Immutable.
 */
public final class MediaStreamConstraints {

  private final @Nullable MediaTrackConstraints video;
  private final @Nullable MediaTrackConstraints audio;

  private MediaStreamConstraints(
      @Nullable MediaTrackConstraints video, @Nullable MediaTrackConstraints audio) {
    this.video = video;
    this.audio = audio;
  }

  /** Any camera: {@code {video: true}}. */
  public static MediaStreamConstraints video() {
    return video(MediaTrackConstraints.NONE);
  }

  /** The best camera for these constraints. */
  public static MediaStreamConstraints video(MediaTrackConstraints constraints) {
    return new MediaStreamConstraints(constraints, null);
  }

  /** Any microphone and no camera: {@code {audio: true}}. */
  public static MediaStreamConstraints audioOnly() {
    return audioOnly(MediaTrackConstraints.NONE);
  }

  /** The best microphone for these constraints, and no camera. */
  public static MediaStreamConstraints audioOnly(MediaTrackConstraints constraints) {
    return new MediaStreamConstraints(null, constraints);
  }

  /** The same and any microphone. */
  public MediaStreamConstraints audio() {
    return audio(MediaTrackConstraints.NONE);
  }

  /** The same and the best microphone for these constraints. */
  public MediaStreamConstraints audio(MediaTrackConstraints constraints) {
    return new MediaStreamConstraints(video, constraints);
  }

  /** As the storage API takes it. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("video", video == null ? (Object) false : video.toMap());
    map.put("audio", audio == null ? (Object) false : audio.toMap());
    return map;
  }
}
