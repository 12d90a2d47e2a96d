package io.reelbus.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the account that all roles write to the {@code ledger} topic. Small, in order per
 * recording or stream (its key), and enough to say where every second is.
 */
public sealed interface LedgerEvent {

  /** Recording or stream this is about: the Kafka key. */
  String subjectId();

  /** An agent opened a source of a stream; its tracks are live. */
  record SourceOpened(String subjectId, int sourceIndex, List<LiveTrack> tracks)
      implements LedgerEvent {}

  /** A source could not be opened, or failed later. {@code name} is a DOMException name. */
  record SourceFailed(String subjectId, int sourceIndex, String name, String message)
      implements LedgerEvent {}

  /**
   * A source came to its end: end of file, device gone, stream closed.
   *
   * @param liveElsewhere tracks of it that another stream keeps live
   */
  record SourceEnded(String subjectId, int sourceIndex, List<String> liveElsewhere)
      implements LedgerEvent {

    /** Copies the list. */
    public SourceEnded {
      liveElsewhere = List.copyOf(liveElsewhere);
    }

    /** One whose tracks all ended. */
    public SourceEnded(String subjectId, int sourceIndex) {
      this(subjectId, sourceIndex, List.of());
    }
  }

  /**
   * Agent: what is desired of the tracks of a source, once it differs from "all of them, in the
   * set". The last line of a source holds.
   *
   * @param tracks all that the stream has of the source
   * @param removed ids of those that are not in the track set
   * @param stopped ids of those that were stopped
   */
  record SourceTracks(
      String subjectId,
      int sourceIndex,
      List<LiveTrack> tracks,
      List<String> removed,
      List<String> stopped)
      implements LedgerEvent {

    /** Copies the lists. */
    public SourceTracks {
      tracks = List.copyOf(tracks);
      removed = List.copyOf(removed);
      stopped = List.copyOf(stopped);
    }
  }

  /** Agent: a track has given nothing for a while, or gives something again. */
  record TrackMuted(String subjectId, String trackId, boolean muted) implements LedgerEvent {}

  /**
   * Storage API: a source was opened again with settings that do not satisfy a track's constraints.
   * {@code constraint} is the W3C name of the first of them.
   */
  record TrackOverconstrained(String subjectId, String trackId, String constraint)
      implements LedgerEvent {}

  /**
   * Agent: a slice of a track is on tape and its cut is about to be queued. {@code cut} is what is
   * queued, for an agent that comes back and does not know whether it was; null where a recording
   * is repeated from its start then, and in lines of an older release, which were written behind
   * the cut.
   */
  record Captured(
      ChunkId id, SliceAccount account, List<TapeRange> tape, boolean last, @Nullable Cut cut)
      implements LedgerEvent {

    /** One without its cut. */
    public Captured(ChunkId id, SliceAccount account, List<TapeRange> tape, boolean last) {
      this(id, account, tape, last, null);
    }

    @Override
    public String subjectId() {
      return id.recordingId();
    }
  }

  /** Encoder: the chunk is durable. */
  record Encoded(ChunkId id, long units, long sizeBytes, String worker, int attempt)
      implements LedgerEvent {
    @Override
    public String subjectId() {
      return id.recordingId();
    }
  }

  /** Media of a slice is lost and this is why. */
  record Lost(ChunkId id, Loss loss) implements LedgerEvent {
    @Override
    public String subjectId() {
      return id.recordingId();
    }
  }

  /**
   * Assembler: blob {@code slice} is on the bus and in the upload, at this range of the file.
   * {@code place} is null in lines of an older release.
   */
  record BlobMade(
      String recordingId,
      int slice,
      long fromByte,
      long toByte,
      long timecodeUs,
      long durationUs,
      @Nullable BlobPlace place)
      implements LedgerEvent {
    @Override
    public String subjectId() {
      return recordingId;
    }
  }

  /** Assembler: the file is complete in the store and its checksum was verified there. */
  record FileStored(
      String recordingId,
      RecordingState state,
      String objectKey,
      String manifestKey,
      long sizeBytes,
      String sha256,
      long frames,
      long durationUs,
      String message)
      implements LedgerEvent {
    @Override
    public String subjectId() {
      return recordingId;
    }
  }

  /**
   * Storage API: the desired state of a recorder became this one. Written so that starts and pauses
   * have their place among the recording's other lines. {@code specOffset} is the place of that
   * state on the topic of recordings: a line that is not behind the last one of its recording says
   * nothing new.
   */
  record RecorderAsked(String recordingId, Wish wish, long specOffset) implements LedgerEvent {

    /** What the recorder should be doing. */
    public enum Wish {
      RECORD,
      PAUSE
    }

    @Override
    public String subjectId() {
      return recordingId;
    }
  }

  /**
   * Storage API: the recorder was stopped because of an error; what was recorded is stored. {@code
   * name} is a DOMException name.
   */
  record Interrupted(String recordingId, String name, String message) implements LedgerEvent {
    @Override
    public String subjectId() {
      return recordingId;
    }
  }

  /** The recording cannot be finished; {@code name} is a DOMException name. */
  record Failed(String recordingId, String name, String message) implements LedgerEvent {
    @Override
    public String subjectId() {
      return recordingId;
    }
  }
}
