package io.reelbus.model;

import static io.reelbus.model.Codec.AAC;
import static io.reelbus.model.Codec.AV1;
import static io.reelbus.model.Codec.FLAC;
import static io.reelbus.model.Codec.H264;
import static io.reelbus.model.Codec.H265;
import static io.reelbus.model.Codec.OPUS;
import static io.reelbus.model.Codec.PCM;
import static io.reelbus.model.Codec.VP8;
import static io.reelbus.model.Codec.VP9;

import java.util.List;

/** The file formats Reelbus can write, what each may hold, and what it holds by default. */
public enum Container {
  MP4("mp4", "mp4"),
  WEBM("webm", "webm"),
  MATROSKA("matroska", "mkv"),
  OGG("ogg", "ogg"),
  WAV("wav", "wav");

  private final String muxerName;
  private final String extension;

  Container(String muxerName, String extension) {
    this.muxerName = muxerName;
    this.extension = extension;
  }

  /** FFmpeg's muxer name. */
  public String muxerName() {
    return muxerName;
  }

  /** File name extension without the dot. */
  public String extension() {
    return extension;
  }

  /** What it can hold of a kind, the default first. */
  public List<Codec> codecs(MediaKind kind) {
    return kind == MediaKind.VIDEO ? videoCodecs() : audioCodecs();
  }

  private List<Codec> videoCodecs() {
    return switch (this) {
      case MP4 -> List.of(H264, H265, VP9, AV1);
      case WEBM -> List.of(VP9, VP8, AV1);
      case MATROSKA -> List.of(H264, H265, VP8, VP9, AV1);
      case OGG, WAV -> List.of();
    };
  }

  private List<Codec> audioCodecs() {
    return switch (this) {
      case MP4 -> List.of(AAC, OPUS, FLAC);
      case WEBM -> List.of(OPUS);
      case MATROSKA -> List.of(OPUS, AAC, FLAC, PCM);
      case OGG -> List.of(OPUS, FLAC);
      case WAV -> List.of(PCM);
    };
  }
}
