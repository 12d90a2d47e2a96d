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
 * @param videoBitsPerSecond target of all video tracks together; 0 when they are copied and do not
 *     say
 * @param audioBitsPerSecond target of all audio tracks together; 0 when they are lossless, or
 *     copied and do not say
 * @param audioBitrateMode {@code constant} or {@code variable}
 * @param recording progress and result; null before the start; the file may be in the making long
 *     after the recorder is inactive
 */
public record RecorderInfo(
    String id,
    String state,
    String streamId,
    String mimeType,
    List<String> trackIds,
    long videoBitsPerSecond,
    long audioBitsPerSecond,
    String audioBitrateMode,
    @Nullable RecordingInfo recording) {

  /** Copies the list. */
  public RecorderInfo {
    trackIds = List.copyOf(trackIds);
  }
}
