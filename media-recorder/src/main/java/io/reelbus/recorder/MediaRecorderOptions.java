package io.reelbus.recorder;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * W3C {@code MediaRecorderOptions}, written one after the other: {@code
 * MediaRecorderOptions.mimeType("video/webm;codecs=vp9,opus").videoBitsPerSecond(2_500_000)}.
 * Immutable; values are checked by the server when the recorder is made.
 */
public final class MediaRecorderOptions {

  /** The server chooses. */
  public static final MediaRecorderOptions DEFAULTS = new MediaRecorderOptions(Map.of(), null);

  private final Map<String, Object> members;
  private final @Nullable String recordingName;

  private MediaRecorderOptions(Map<String, Object> members, @Nullable String recordingName) {
    this.members = members;
    this.recordingName = recordingName;
  }

  private MediaRecorderOptions with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(members);
    all.put(name, value);
    return new MediaRecorderOptions(all, recordingName);
  }

  /** Container and codecs. */
  public static MediaRecorderOptions mimeType(String mimeType) {
    return DEFAULTS.with("mimeType", mimeType);
  }

  /**
   * Of all video tracks together, 1000 to 1000000000; without it, what is in the right codec is
   * copied.
   */
  public MediaRecorderOptions videoBitsPerSecond(long bitsPerSecond) {
    return with("videoBitsPerSecond", bitsPerSecond);
  }

  /**
   * Of all audio tracks together, 500 to 10000000; without it, what is in the right codec is
   * copied.
   */
  public MediaRecorderOptions audioBitsPerSecond(long bitsPerSecond) {
    return with("audioBitsPerSecond", bitsPerSecond);
  }

  /** Of everything together, 1000 to 1000000000; replaces the other two. */
  public MediaRecorderOptions bitsPerSecond(long bitsPerSecond) {
    return with("bitsPerSecond", bitsPerSecond);
  }

  /** How sound is encoded; {@link MediaRecorder#audioBitrateMode} says what the codec can do. */
  public MediaRecorderOptions audioBitrateMode(BitrateMode mode) {
    return with("audioBitrateMode", mode.toString());
  }

  /**
   * The first picture that comes this long after the last key frame is a key frame too. Every slice
   * begins with one. Without both intervals the encoder chooses, and what is in the right codec is
   * copied.
   *
   * @param intervalMs milliseconds, 1 to 3600000
   */
  public MediaRecorderOptions videoKeyFrameIntervalDuration(double intervalMs) {
    return with("videoKeyFrameIntervalDuration", intervalMs);
  }

  /**
   * Pictures from one key frame to the next. With both intervals, {@link MediaRecorder#start} is a
   * {@code NotSupportedError}.
   *
   * @param pictures 1 to 1000000
   */
  public MediaRecorderOptions videoKeyFrameIntervalCount(int pictures) {
    return with("videoKeyFrameIntervalCount", pictures);
  }

  /**
   * Ours, as the archive is: base name of the recordings for people and object keys, 1 to 200
   * characters.
   */
  public MediaRecorderOptions recordingName(String name) {
    return new MediaRecorderOptions(members, name);
  }

  /** Given to {@code start}, not to the recorder; null lets the server make one up. */
  @Nullable String recordingName() {
    return recordingName;
  }

  /** As the storage API takes them. */
  Map<String, Object> toMap() {
    return members;
  }
}
