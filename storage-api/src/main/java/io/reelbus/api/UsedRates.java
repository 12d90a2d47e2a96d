package io.reelbus.api;

import io.reelbus.api.view.StreamState;
import io.reelbus.model.AudioFormat;
import io.reelbus.model.BitRates;
import io.reelbus.model.Codec;
import io.reelbus.model.EncodingOptions;
import io.reelbus.model.EncodingOptions.BitrateMode;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.reelbus.model.MimeType;
import io.reelbus.model.Resize;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.model.Wire;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * W3C attributes {@code videoBitsPerSecond}, {@code audioBitsPerSecond} and {@code
 * audioBitrateMode} of a recorder: what is used for what was asked. Pure.
 *
 * @param mimeType with the codecs that are written
 * @param trackIds what is recorded
 * @param perVideoTrack bits per second asked for, 0 for the default
 * @param perAudioTrack the same
 * @param options what else was asked for
 * @param stream where the tracks come from; null when it is forgotten
 */
record UsedRates(
    String mimeType,
    List<String> trackIds,
    long perVideoTrack,
    long perAudioTrack,
    EncodingOptions options,
    @Nullable StreamState stream) {

  /** Adds them. */
  JsonObject to(JsonObject recorder) {
    return recorder
        .put("videoBitsPerSecond", sum(MediaKind.VIDEO, perVideoTrack))
        .put("audioBitsPerSecond", sum(MediaKind.AUDIO, perAudioTrack))
        .put("audioBitrateMode", mode().name().toLowerCase(Locale.ROOT));
  }

  private List<LiveTrack> tracks(MediaKind kind) {
    return stream == null
        ? List.of()
        : trackIds.stream()
            .map(id -> stream.track(id).orElse(null))
            .filter(Objects::nonNull)
            .filter(track -> track.format().kind() == kind)
            .toList();
  }

  private Optional<Codec> codec(MediaKind kind) {
    return MimeType.parse(mimeType).codecFor(kind);
  }

  private long sum(MediaKind kind, long perTrack) {
    List<LiveTrack> tracks = tracks(kind);
    Optional<Codec> codec = codec(kind);
    if (tracks.isEmpty() || codec.isEmpty()) {
      return perTrack;
    }
    return tracks.stream().mapToLong(track -> rate(track, codec.get(), perTrack)).sum();
  }

  private long rate(LiveTrack track, Codec codec, long asked) {
    TrackFormat format = track.format();
    if (isCopied(track, codec, asked)) {
      return format.bitRate();
    } else if (format.kind() == MediaKind.AUDIO) {
      AudioFormat audio = format.audioFormat();
      int channels = Math.min(audio.channels(), codec == Codec.FLAC ? 8 : 2);
      return asked > 0
          ? BitRates.nearest(codec, channels, asked)
          : codec == Codec.PCM
              ? 16L * audio.channels() * audio.sampleRate()
              : BitRates.audio(codec, channels);
    }
    return asked > 0 ? asked : BitRates.video(codec, written(track));
  }

  /** The pictures that are encoded. */
  private VideoFormat written(LiveTrack track) {
    VideoFormat video = track.format().videoFormat();
    Resize resize = resize(track);
    return resize == null ? video : resize.of(video);
  }

  private @Nullable Resize resize(LiveTrack track) {
    return stream == null ? null : TrackSizes.of(stream, track.trackId());
  }

  private boolean isCopied(LiveTrack track, Codec codec, long asked) {
    TrackFormat format = track.format();
    boolean anyPackets =
        format.kind() == MediaKind.VIDEO
            ? !options.placesKeyFrames() && resize(track) == null
            : !options.isConstantRate() || codec == Codec.PCM || codec == Codec.FLAC;
    return asked == 0
        && anyPackets
        && format.wire() == Wire.NATIVE
        && format.codecName().equals(codec.codecName());
  }

  /**
   * Opus is as asked. AAC's encoder knows one way, a constant rate with a reservoir; PCM is
   * constant and FLAC variable by their nature; of copied packets nothing is known.
   */
  private BitrateMode mode() {
    Codec codec = codec(MediaKind.AUDIO).orElse(Codec.OPUS);
    boolean copied =
        tracks(MediaKind.AUDIO).stream().anyMatch(t -> isCopied(t, codec, perAudioTrack));
    return switch (codec) {
      case PCM -> BitrateMode.CONSTANT;
      case AAC -> copied ? BitrateMode.VARIABLE : BitrateMode.CONSTANT;
      case FLAC -> BitrateMode.VARIABLE;
      default -> options.audioBitrateMode();
    };
  }
}
