package io.reelbus.recorder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * W3C {@code MediaRecorderOptions}, written one after the other: {@code
 * MediaRecorderOptions.mimeType("video/webm;codecs=vp9,opus").videoBitsPerSecond(2_500_000)}.
 * Immutable; values are checked by the server when the recorder is made.
 */
public final class MediaRecorderOptions {

  /** The server chooses. */
  public static final MediaRecorderOptions DEFAULTS = new MediaRecorderOptions(Map.of());

  private final Map<String, Object> members;

  private MediaRecorderOptions(Map<String, Object> members) {
    this.members = members;
  }

  private MediaRecorderOptions with(String name, Object value) {
    Map<String, Object> all = new LinkedHashMap<>(members);
    all.put(name, value);
    return new MediaRecorderOptions(all);
  }

  /** Container and codecs. */
  public static MediaRecorderOptions mimeType(String mimeType) {
    return DEFAULTS.with("mimeType", mimeType);
  }

  /** Of a video track, 1000 to 1000000000; without it, what is in the right codec is copied. */
  public MediaRecorderOptions videoBitsPerSecond(long bitsPerSecond) {
    return with("videoBitsPerSecond", bitsPerSecond);
  }

  /** Of an audio track, 500 to 10000000; without it, what is in the right codec is copied. */
  public MediaRecorderOptions audioBitsPerSecond(long bitsPerSecond) {
    return with("audioBitsPerSecond", bitsPerSecond);
  }

  /** Of both together, 1000 to 1000000000; replaces the other two. */
  public MediaRecorderOptions bitsPerSecond(long bitsPerSecond) {
    return with("bitsPerSecond", bitsPerSecond);
  }

  /** As the storage API takes them. */
  Map<String, Object> toMap() {
    return members;
  }
}
