package io.reelbus.api.events;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LiveTrack;

/** Something listeners are told. */
public sealed interface Event {

  /** Recording or stream it is about. */
  String subjectId();

  /** A line of the ledger, as far as it concerns listeners. */
  record Line(LedgerEvent event) implements Event {
    @Override
    public String subjectId() {
      return event.subjectId();
    }
  }

  /** {@code start}: the recorder records. */
  record Start(String subjectId) implements Event {}

  /** {@code dataavailable}: the next blob. Blobs come in order, each once (I4). */
  record DataAvailable(BlobMade blob) implements Event {
    @Override
    public String subjectId() {
      return blob.recordingId();
    }
  }

  /** {@code pause}. */
  record Pause(String subjectId) implements Event {}

  /** {@code resume}. */
  record Resume(String subjectId) implements Event {}

  /**
   * {@code error}: the recording failed, or media of it is lost for good (I9).
   *
   * @param name DOMException name
   */
  record Failure(String subjectId, String name, String message) implements Event {}

  /** {@code stop}: the last event of a recorder. */
  record Stop(String subjectId) implements Event {}

  /** {@code addtrack}: a stream has a live track more. */
  record TrackAdded(String subjectId, LiveTrack track) implements Event {}

  /** {@code removetrack}: a track is not in a stream any more. */
  record TrackRemoved(String subjectId, LiveTrack track) implements Event {}

  /** {@code ended}: a track will give nothing more. */
  record TrackEnded(String subjectId, String trackId) implements Event {}

  /** A track gives nothing at the moment (W3C mute), or something again (W3C unmute). */
  record TrackMute(String subjectId, String trackId, boolean muted) implements Event {}

  /**
   * {@code overconstrained}: a track's source was opened again, and its settings do not satisfy the
   * track's constraints any more.
   *
   * @param constraint W3C name
   */
  record TrackOverconstraint(String subjectId, String trackId, String constraint)
      implements Event {}
}
