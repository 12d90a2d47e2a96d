package io.reelbus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Desired state of a recording: what the storage API asks of agents, on a compacted topic.
 *
 * @param recordingId identity, also the key of chunks
 * @param name base name for people and object keys
 * @param streamId the stream it records
 * @param trackIds tracks in the recording's order, video first
 * @param mimeType container and codecs
 * @param videoBitsPerSecond of each video track; 0 for the default, which allows copying
 * @param audioBitsPerSecond of each audio track; 0 for the default, which allows copying
 * @param timesliceUs slice length, more than 0
 * @param lane batch or live
 * @param desired what should be
 * @param startedAtUs wall clock when start was asked for, microseconds since the epoch
 * @param stoppedAtUs wall clock when stop was asked for, 0 before
 * @param pauses in order of time, none overlapping; only the last may be open
 * @param dataRequestsAtUs wall clocks at which {@code requestData} ends a slice, in order; none is
 *     also a pause's
 * @param requestIds commands that were carried out under a name the client gave, as {@code
 *     command/name}; the last {@value #REQUEST_IDS_KEPT}
 * @param options what else was asked of the encoders
 * @param resizes by number of the track in {@code trackIds}: how its pictures are made smaller; as
 *     the tracks were at the start
 * @param modifications how often the stream's track set had been changed when it was started
 * @param error DOMException name when it was stopped because of an error, else empty
 * @param errorMessage what happened and what to do, for people; empty without an error
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
    long stoppedAtUs,
    List<Pause> pauses,
    List<Long> dataRequestsAtUs,
    List<String> requestIds,
    EncodingOptions options,
    Map<Integer, Resize> resizes,
    int modifications,
    String error,
    String errorMessage) {

  /** How many request ids a recording remembers. */
  public static final int REQUEST_IDS_KEPT = 32;

  /** What the recorder should be doing. */
  public enum Desired {
    RECORDING,
    PAUSED,
    STOPPED
  }

  /**
   * A time that is not recorded. All agents and every restart cut at these times, whenever they
   * hear of them.
   *
   * @param pausedAtUs wall clock of its start
   * @param resumedAtUs wall clock behind it, more than the start; 0 while it is open
   */
  public record Pause(long pausedAtUs, long resumedAtUs) {

    public boolean isOpen() {
      return resumedAtUs == 0;
    }
  }

  /** Copies the lists. */
  public RecordingSpec {
    trackIds = List.copyOf(trackIds);
    pauses = List.copyOf(pauses);
    dataRequestsAtUs = List.copyOf(dataRequestsAtUs);
    requestIds = List.copyOf(requestIds);
    resizes = Map.copyOf(resizes);
  }

  /** One that was just started: no command has followed. */
  public RecordingSpec(
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
    this(
        recordingId,
        name,
        streamId,
        trackIds,
        mimeType,
        videoBitsPerSecond,
        audioBitsPerSecond,
        timesliceUs,
        lane,
        desired,
        startedAtUs,
        stoppedAtUs,
        List.of(),
        List.of(),
        List.of(),
        EncodingOptions.DEFAULTS,
        Map.of(),
        0,
        "",
        "");
  }

  /** The same, asked for more. */
  public RecordingSpec with(EncodingOptions newOptions, Map<Integer, Resize> newResizes) {
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
        desired,
        startedAtUs,
        stoppedAtUs,
        pauses,
        dataRequestsAtUs,
        requestIds,
        newOptions,
        newResizes,
        modifications,
        error,
        errorMessage);
  }

  /** The same, of a stream whose track set had been changed so often. */
  public RecordingSpec ofTrackSet(int newModifications) {
    return with(
        desired,
        stoppedAtUs,
        pauses,
        dataRequestsAtUs,
        requestIds,
        newModifications,
        error,
        errorMessage);
  }

  /** The same, stopped at {@code wallUs} because of an error. */
  public RecordingSpec failed(String name, String message, long wallUs) {
    return with(
        Desired.STOPPED,
        wallUs,
        pauses,
        dataRequestsAtUs,
        requestIds,
        modifications,
        name,
        message);
  }

  /** The same, asked to stop at {@code wallUs}; a pause stays open. */
  public RecordingSpec stopped(long wallUs) {
    return with(Desired.STOPPED, wallUs, pauses, dataRequestsAtUs, requestIds);
  }

  /** The same, paused from {@code wallUs} on; call it when recording. */
  public RecordingSpec paused(long wallUs) {
    List<Pause> more = new ArrayList<>(pauses);
    more.add(new Pause(wallUs, 0));
    return with(Desired.PAUSED, stoppedAtUs, more, dataRequestsAtUs, requestIds);
  }

  /** The same, recording again from {@code wallUs} on; call it when paused. */
  public RecordingSpec resumed(long wallUs) {
    List<Pause> more = new ArrayList<>(pauses);
    Pause open = more.remove(more.size() - 1);
    more.add(new Pause(open.pausedAtUs(), wallUs));
    return with(Desired.RECORDING, stoppedAtUs, more, dataRequestsAtUs, requestIds);
  }

  /** The same, with a slice that ends at {@code wallUs}. */
  public RecordingSpec dataRequested(long wallUs) {
    List<Long> more = new ArrayList<>(dataRequestsAtUs);
    more.add(wallUs);
    return with(desired, stoppedAtUs, pauses, more, requestIds);
  }

  /** The same, remembering that a command was carried out; forgets the oldest of too many. */
  public RecordingSpec remembering(String requestId) {
    List<String> more = new ArrayList<>(requestIds);
    more.add(requestId);
    return with(
        desired,
        stoppedAtUs,
        pauses,
        dataRequestsAtUs,
        more.subList(Math.max(0, more.size() - REQUEST_IDS_KEPT), more.size()));
  }

  /** Wall clock of the last command; the next pause, resume or data request is behind it. */
  public long lastCommandAtUs() {
    long last = Math.max(startedAtUs, stoppedAtUs);
    if (!pauses.isEmpty()) {
      Pause pause = pauses.get(pauses.size() - 1);
      last = Math.max(last, Math.max(pause.pausedAtUs(), pause.resumedAtUs()));
    }
    return dataRequestsAtUs.isEmpty()
        ? last
        : Math.max(last, dataRequestsAtUs.get(dataRequestsAtUs.size() - 1));
  }

  private RecordingSpec with(
      Desired newDesired,
      long newStoppedAtUs,
      List<Pause> newPauses,
      List<Long> newDataRequestsAtUs,
      List<String> newRequestIds) {
    return with(
        newDesired,
        newStoppedAtUs,
        newPauses,
        newDataRequestsAtUs,
        newRequestIds,
        modifications,
        error,
        errorMessage);
  }

  private RecordingSpec with(
      Desired newDesired,
      long newStoppedAtUs,
      List<Pause> newPauses,
      List<Long> newDataRequestsAtUs,
      List<String> newRequestIds,
      int newModifications,
      String newError,
      String newErrorMessage) {
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
        newDesired,
        startedAtUs,
        newStoppedAtUs,
        newPauses,
        newDataRequestsAtUs,
        newRequestIds,
        options,
        resizes,
        newModifications,
        newError,
        newErrorMessage);
  }
}
