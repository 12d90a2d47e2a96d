package io.reelbus.api;

import io.reelbus.api.view.StreamState;
import io.reelbus.model.EncodingOptions;
import io.reelbus.model.EncodingOptions.BitrateMode;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.MediaKind;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * W3C {@code MediaRecorderOptions} of a request. Bit rates are those of all tracks of a kind
 * together, 0 for the default; {@code bitsPerSecond} is of both kinds and replaces the other two
 * (MediaStream Recording, {@code start()} steps on {@code [[ConstrainedBitsPerSecond]]}).
 *
 * @param bitsPerSecond of everything, 0 when it was not given
 * @param videoBitsPerSecond of all video tracks
 * @param audioBitsPerSecond of all audio tracks
 * @param encoding the other members
 */
record RecorderOptions(
    long bitsPerSecond,
    long videoBitsPerSecond,
    long audioBitsPerSecond,
    EncodingOptions encoding) {

  private static final long MIN_VIDEO = 1000;
  private static final long MIN_AUDIO = 500;
  private static final long MAX_AUDIO_SHARE = 192_000;

  /** Reads the body of a request, which the schema has checked. */
  static RecorderOptions of(JsonObject body) {
    String mode = body.getString("audioBitrateMode", "variable");
    double intervalMs = body.getDouble("videoKeyFrameIntervalDuration", 0.0);
    return new RecorderOptions(
        body.getLong("bitsPerSecond", 0L),
        body.getLong("videoBitsPerSecond", 0L),
        body.getLong("audioBitsPerSecond", 0L),
        new EncodingOptions(
            BitrateMode.valueOf(mode.toUpperCase(Locale.ROOT)),
            Math.round(intervalMs * 1000),
            body.getInteger("videoKeyFrameIntervalCount", 0)));
  }

  /** Kinds whose packets may be copied as far as a stream and these options go. */
  List<MediaKind> free(StreamState stream) {
    List<MediaKind> free = new ArrayList<>();
    boolean resized = stream.spec().sources().stream().anyMatch(s -> s.resize() != null);
    if (bitsPerSecond == 0 && videoBitsPerSecond == 0 && !encoding.placesKeyFrames() && !resized) {
      free.add(MediaKind.VIDEO);
    }
    if (bitsPerSecond == 0 && audioBitsPerSecond == 0 && !encoding.isConstantRate()) {
      free.add(MediaKind.AUDIO);
    }
    return free;
  }

  /** Bits per second of each track of a kind, 0 for the default. */
  long perTrack(MediaKind kind, List<LiveTrack> tracks) {
    long count = tracks.stream().filter(t -> t.format().kind() == kind).count();
    if (count == 0) {
      return 0;
    }
    long all = kind == MediaKind.VIDEO ? videoBitsPerSecond : audioBitsPerSecond;
    if (bitsPerSecond > 0) {
      boolean alone = count == tracks.size();
      // A tenth for sound, within what its codecs make sense of; the rest for pictures.
      long sound = Math.max(MIN_AUDIO, Math.min(MAX_AUDIO_SHARE, bitsPerSecond / 10));
      all = alone ? bitsPerSecond : kind == MediaKind.AUDIO ? sound : bitsPerSecond - sound;
    }
    long least = kind == MediaKind.VIDEO ? MIN_VIDEO : MIN_AUDIO;
    return all == 0 ? 0 : Math.max(least, all / count);
  }

  /** MediaStream Recording, {@code start()}: one of the two at most. */
  static void refuseBothIntervals(EncodingOptions encoding) {
    if (encoding.keyFrameIntervalUs() > 0 && encoding.keyFrameIntervalCount() > 0) {
      throw Refusal.field(
          "NotSupportedError",
          "videoKeyFrameIntervalCount",
          "videoKeyFrameIntervalDuration and videoKeyFrameIntervalCount were both given",
          "one of them");
    }
  }
}
