package io.reelbus.model;

import java.util.Locale;
import java.util.Optional;

/** The codecs Reelbus can write. */
public enum Codec {
  H264(MediaKind.VIDEO, "h264", 0),
  H265(MediaKind.VIDEO, "hevc", 0),
  VP8(MediaKind.VIDEO, "vp8", 0),
  VP9(MediaKind.VIDEO, "vp9", 0),
  AV1(MediaKind.VIDEO, "av1", 0),
  OPUS(MediaKind.AUDIO, "opus", 960),
  AAC(MediaKind.AUDIO, "aac", 1024),
  FLAC(MediaKind.AUDIO, "flac", 4608),
  PCM(MediaKind.AUDIO, "pcm_s16le", 1024);

  private final MediaKind kind;
  private final String codecName;
  private final int frameSizeSamples;

  Codec(MediaKind kind, String codecName, int frameSizeSamples) {
    this.kind = kind;
    this.codecName = codecName;
    this.frameSizeSamples = frameSizeSamples;
  }

  public MediaKind kind() {
    return kind;
  }

  /** FFmpeg's codec name. */
  public String codecName() {
    return codecName;
  }

  /** Samples per packet of our encoder settings; 0 for video. */
  public int frameSizeSamples() {
    return frameSizeSamples;
  }

  /** The codec that FFmpeg calls {@code name}, if it is one of ours. */
  public static Optional<Codec> ofCodecName(String name) {
    for (Codec codec : values()) {
      if (codec.codecName.equals(name) || (codec == PCM && name.startsWith("pcm_"))) {
        return Optional.of(codec);
      }
    }
    return Optional.empty();
  }

  /**
   * The codec of one entry of a MIME type's {@code codecs} parameter (RFC 6381), e.g. {@code
   * avc1.42E01E}, {@code vp09.00.10.08}, {@code opus}.
   */
  public static Optional<Codec> ofCodecString(String codecString) {
    String s = codecString.strip().toLowerCase(Locale.ROOT);
    String family = s.contains(".") ? s.substring(0, s.indexOf('.')) : s;
    return Optional.ofNullable(
        switch (family) {
          case "avc1", "avc3", "h264" -> H264;
          case "hvc1", "hev1", "h265", "hevc" -> H265;
          case "vp8", "vp08" -> VP8;
          case "vp9", "vp09" -> VP9;
          case "av1", "av01" -> AV1;
          case "opus" -> OPUS;
          case "mp4a", "aac" -> AAC;
          case "flac", "fla" -> FLAC;
          case "pcm", "1", "ipcm", "lpcm" -> PCM;
          default -> null;
        });
  }
}
