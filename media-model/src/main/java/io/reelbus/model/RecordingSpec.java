package io.reelbus.model;

import java.util.List;

/**
 * Desired state of a recording: what the storage API asks of agents, on a compacted topic.
 *
 * @param recordingId identity, also the key of chunks
 * @param name base name for people and object keys
 * @param streamId the stream it records
 * @param trackIds tracks in the recording's order, video first
 * @param mimeType container and codecs
 * @param videoBitsPerSecond 0 for the default, which allows copying
 * @param audioBitsPerSecond 0 for the default, which allows copying
 * @param timesliceUs slice length, more than 0
 * @param lane batch or live
 * @param desired what should be
 * @param startedAtUs wall clock when start was asked for, microseconds since the epoch
 * @param stoppedAtUs wall clock when stop was asked for, 0 before
 */
public record RecordingSpec(
    String recordingId,
    String name,
    String streamId,
    List<String> trackIds,
    String mimeType,
    long videoBitsPerSecond,
    long audioBitsPerSecond,
    long timesliceUs,
    Lane lane,
    Desired desired,
    long startedAtUs,
    long stoppedAtUs) {

  /** What the recorder should be doing. */
  public enum Desired {
    RECORDING,
    STOPPED
  }

  /** Copies the list. */
  public RecordingSpec {
    trackIds = List.copyOf(trackIds);
  }

  /** The same, asked to stop at {@code wallUs}. */
  public RecordingSpec stopped(long wallUs) {
    return new RecordingSpec(
        recordingId,
        name,
        streamId,
        trackIds,
        mimeType,
        videoBitsPerSecond,
        audioBitsPerSecond,
        timesliceUs,
        lane,
        Desired.STOPPED,
        startedAtUs,
        wallUs);
  }
}
