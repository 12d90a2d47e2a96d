package io.reelbus.model;

import java.util.List;

/**
 * A recorder that was made and not started. Once started it is a {@link RecordingSpec} of the same
 * id.
 *
 * @param recorderId identity, also of the recording to come
 * @param streamId what it records
 * @param mimeType what would be written if it was started now
 * @param trackIds what would be recorded, video first
 * @param videoBitsPerSecond 0 for the default
 * @param audioBitsPerSecond 0 for the default
 * @param request what it was made by, as JSON: with another track set it means something else
 * @param madeAtUs wall clock, microseconds since the epoch
 */
public record RecorderSpec(
    String recorderId,
    String streamId,
    String mimeType,
    List<String> trackIds,
    long videoBitsPerSecond,
    long audioBitsPerSecond,
    String request,
    long madeAtUs) {

  /** Copies the list. */
  public RecorderSpec {
    trackIds = List.copyOf(trackIds);
  }
}
