package io.reelbus.recorder;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to record, as the arguments of W3C {@code new MediaRecorder(stream, options)}.
 *
 * @param streamId from {@link ReelbusClient#openStream}
 * @param mimeType container and codecs; null lets the server choose
 * @param trackIds which tracks; null for all of the stream that the type can hold
 * @param videoBitsPerSecond null for the default, which allows copying
 * @param audioBitsPerSecond null for the default, which allows copying
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecorderRequest(
    String streamId,
    @Nullable String mimeType,
    @Nullable List<String> trackIds,
    @Nullable Long videoBitsPerSecond,
    @Nullable Long audioBitsPerSecond) {

  /** Copies the list. */
  public RecorderRequest {
    trackIds = trackIds == null ? null : List.copyOf(trackIds);
  }

  /** All tracks, default bit rates. */
  public static RecorderRequest of(String streamId, @Nullable String mimeType) {
    return new RecorderRequest(streamId, mimeType, null, null, null);
  }

  /** The same with bit rates in bits per second; null keeps a default. */
  public RecorderRequest withBitRates(@Nullable Long video, @Nullable Long audio) {
    return new RecorderRequest(streamId, mimeType, trackIds, video, audio);
  }
}
