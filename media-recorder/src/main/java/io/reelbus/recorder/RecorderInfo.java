package io.reelbus.recorder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a recorder stands. Its id is also the id of its recording.
 *
 * @param id identity
 * @param state {@code recording}, {@code paused}, or {@code inactive}: not started, asked to stop,
 *     or all its tracks ended
 * @param streamId what it records
 * @param mimeType what is really written, codecs included
 * @param trackIds tracks in the recording's order, video first
 * @param recording progress and result; null before the start; the file may be in the making long
 *     after the recorder is inactive
 */
public record RecorderInfo(
    String id,
    String state,
    String streamId,
    String mimeType,
    List<String> trackIds,
    @Nullable RecordingInfo recording) {

  /** Copies the list. */
  public RecorderInfo {
    trackIds = List.copyOf(trackIds);
  }
}
