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
  MP4("mp4", "mp4", List.of(H264, H265, VP9, AV1), List.of(AAC, OPUS, FLAC)),
  WEBM("webm", "webm", List.of(VP9, VP8, AV1), List.of(OPUS)),
  MATROSKA("matroska", "mkv", List.of(H264, H265, VP8, VP9, AV1), List.of(OPUS, AAC, FLAC, PCM)),
  OGG("ogg", "ogg", List.of(), List.of(OPUS, FLAC)),
  WAV("wav", "wav", List.of(), List.of(PCM));

  private final String muxerName;
  private final String extension;
  private final List<Codec> videoCodecs;
  private final List<Codec> audioCodecs;

  Container(String muxerName, String extension, List<Codec> videoCodecs, List<Codec> audioCodecs) {
    this.muxerName = muxerName;
    this.extension = extension;
    this.videoCodecs = videoCodecs;
    this.audioCodecs = audioCodecs;
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
    return kind == MediaKind.VIDEO ? videoCodecs : audioCodecs;
  }
}
