package io.reelbus.api;

import io.reelbus.model.Codec;
import io.reelbus.model.Container;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaKind;
import io.reelbus.model.MimeType;
import io.reelbus.model.Wire;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a recorder will really write: the tracks its type can hold, video first, and the codec of
 * each kind.
 *
 * @param mimeType with codecs in the strings that browsers use
 * @param tracks that are recorded
 */
record WrittenType(String mimeType, List<LiveTrack> tracks) {

  /**
   * Decides.
   *
   * @param asked null lets it be MP4
   * @param free kinds whose bit rate is free: only those may be copied, so only there the source's
   *     own codec comes before the container's default
   */
  static WrittenType of(@Nullable String asked, List<LiveTrack> tracks, List<MediaKind> free) {
    MimeType type = parse(asked, tracks);
    List<LiveTrack> kept =
        tracks.stream()
            .filter(t -> !type.audioOnly() || t.format().kind() == MediaKind.AUDIO)
            .sorted(Comparator.comparing(t -> t.format().kind()))
            .toList();
    if (kept.isEmpty()) {
      throw unsupported(type + ": the stream has no track for it", "a type for its tracks");
    }
    List<Codec> codecs = new ArrayList<>();
    for (MediaKind kind : MediaKind.values()) {
      List<LiveTrack> ofKind = kept.stream().filter(t -> t.format().kind() == kind).toList();
      if (!ofKind.isEmpty()) {
        checkCount(type, kind, ofKind.size());
        Container container = type.container();
        codecs.add(
            type.codecFor(kind)
                .or(() -> free.contains(kind) ? own(container, kind, ofKind) : Optional.empty())
                .orElseGet(() -> container.codecs(kind).get(0)));
      }
    }
    return new WrittenType(text(type, codecs), kept);
  }

  /** A container's or recorder's type in words browsers use. */
  static String text(MimeType type, List<Codec> codecs) {
    String essence = new MimeType(type.audioOnly(), type.container(), List.of()).toString();
    return codecs.isEmpty()
        ? essence
        : essence
            + ";codecs="
            + codecs.stream().map(WrittenType::name).collect(Collectors.joining(","));
  }

  /** RFC 6381, as short as it may be: profile and level are the encoder's. */
  static String name(Codec codec) {
    return switch (codec) {
      case H264 -> "avc1";
      case H265 -> "hvc1";
      case VP8 -> "vp8";
      case VP9 -> "vp9";
      case AV1 -> "av01";
      case OPUS -> "opus";
      case AAC -> "mp4a.40.2";
      case FLAC -> "flac";
      case PCM -> "pcm";
    };
  }

  private static MimeType parse(@Nullable String asked, List<LiveTrack> tracks) {
    if (asked == null) {
      boolean video = tracks.stream().anyMatch(t -> t.format().kind() == MediaKind.VIDEO);
      return new MimeType(!video, Container.MP4, List.of());
    }
    try {
      return MimeType.parse(asked);
    } catch (MediaException e) {
      throw unsupported(String.valueOf(e.getMessage()), "a type of GET /v1/types");
    }
  }

  /** The codec that all tracks of a kind have already, if the container takes it. */
  private static Optional<Codec> own(Container container, MediaKind kind, List<LiveTrack> tracks) {
    List<String> names =
        tracks.stream()
            .map(t -> t.format().wire() == Wire.NATIVE ? t.format().codecName() : "")
            .distinct()
            .toList();
    return names.size() == 1
        ? Codec.ofCodecName(names.get(0)).filter(c -> container.codecs(kind).contains(c))
        : Optional.empty();
  }

  private static void checkCount(MimeType type, MediaKind kind, int count) {
    boolean single =
        kind == MediaKind.VIDEO
            ? type.container() == Container.WEBM
            : type.container() == Container.WAV;
    if (single && count > 1) {
      throw unsupported(
          type + ": holds one " + StreamJson.kind(kind) + " track, not " + count,
          "MP4 or Matroska for many tracks");
    }
  }

  private static Refusal unsupported(String detail, String expected) {
    return Refusal.field("NotSupportedError", "mimeType", detail, expected);
  }
}
