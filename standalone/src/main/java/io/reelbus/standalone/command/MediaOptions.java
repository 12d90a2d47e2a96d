package io.reelbus.standalone.command;

import io.reelbus.model.MediaException;
import io.reelbus.model.MimeType;
import io.reelbus.model.Wire;
import io.reelbus.standalone.UsageException;
import io.reelbus.standalone.job.MediaSettings;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a recording should become. */
final class MediaOptions {

  private static final Duration SHORTEST_SLICE = Duration.ofMillis(100);
  private static final Duration LONGEST_SLICE = Duration.ofMinutes(10);

  @Option(
      names = "--mime-type",
      paramLabel = "TYPE",
      description =
          "Container and codecs, e.g. 'video/webm;codecs=vp9,opus', 'video/mp4;codecs=avc1',"
              + " audio/ogg (default: by the output's name, else video/mp4).")
  @Nullable String mimeType;

  @Option(
      names = "--timeslice",
      paramLabel = "T",
      converter = DurationConverter.class,
      description = "Length of a slice, 100ms to 10m (default: 1s live, 4s for files).")
  @Nullable Duration timeslice;

  @Option(
      names = "--video-bits-per-second",
      paramLabel = "N",
      converter = BitRateConverter.class,
      description = "Bit rate of video; asks for encoding even where copying would do.")
  @Nullable Long videoBitsPerSecond;

  @Option(
      names = "--audio-bits-per-second",
      paramLabel = "N",
      converter = BitRateConverter.class,
      description = "Bit rate of audio; asks for encoding even where copying would do.")
  @Nullable Long audioBitsPerSecond;

  @Option(
      names = "--wire",
      paramLabel = "native|raw",
      description =
          "How media travels: packets as they are, or uncompressed (default: as the source gives"
              + " it).")
  @Nullable Wire wire;

  /** Checks all of them. */
  MediaSettings settings(String defaultMimeType) {
    String type = mimeType == null ? defaultMimeType : mimeType;
    try {
      MimeType.parse(type);
    } catch (MediaException e) {
      throw new UsageException("--mime-type: " + e.getMessage(), e);
    }
    Duration slice = timeslice;
    if (slice != null
        && (slice.compareTo(SHORTEST_SLICE) < 0 || slice.compareTo(LONGEST_SLICE) > 0)) {
      throw new UsageException("--timeslice: " + slice.toMillis() + "ms (expected: 100ms to 10m)");
    }
    return new MediaSettings(type, slice, videoBitsPerSecond, audioBitsPerSecond, wireWord());
  }

  /** The wire as the API writes it, null for the source's own. */
  @Nullable String wireWord() {
    return wire == null ? null : wire.name().toLowerCase(Locale.ROOT);
  }
}
