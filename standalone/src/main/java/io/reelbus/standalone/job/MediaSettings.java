package io.reelbus.standalone.job;

import io.reelbus.model.MimeType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How something is recorded.
 *
 * @param mimeType container and codecs, checked
 * @param timeslice slice length, null for the server's default
 * @param videoBitsPerSecond null for the default
 * @param audioBitsPerSecond null for the default
 * @param wire {@code native} or {@code raw}, null for the source's default
 */
public record MediaSettings(
    String mimeType,
    @Nullable Duration timeslice,
    @Nullable Long videoBitsPerSecond,
    @Nullable Long audioBitsPerSecond,
    @Nullable String wire) {

  /** File name extension of what comes out. */
  public String extension() {
    return MimeType.parse(mimeType).container().extension();
  }

  /** Slice length in milliseconds as the API takes it. */
  @Nullable Integer timesliceMs() {
    return timeslice == null ? null : Math.toIntExact(timeslice.toMillis());
  }
}
