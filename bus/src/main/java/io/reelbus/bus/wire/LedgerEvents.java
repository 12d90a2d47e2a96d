package io.reelbus.bus.wire;

import com.google.protobuf.ByteString;
import io.reelbus.bus.wire.proto.LedgerProto;
import io.reelbus.bus.wire.proto.StateProto;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.LedgerEvent.Interrupted;
import io.reelbus.model.LedgerEvent.Lost;
import io.reelbus.model.LedgerEvent.RecorderAsked;
import io.reelbus.model.LedgerEvent.SourceEnded;
import io.reelbus.model.LedgerEvent.SourceFailed;
import io.reelbus.model.LedgerEvent.SourceOpened;
import io.reelbus.model.LedgerEvent.SourceTracks;
import io.reelbus.model.LedgerEvent.TrackMuted;
import io.reelbus.model.LedgerEvent.TrackOverconstrained;
import io.reelbus.model.LiveTrack;
import io.reelbus.model.RecordingState;

/** Records of the ledger. */
public final class LedgerEvents {

  private LedgerEvents() {}

  /** The record's value. */
  public static byte[] encode(LedgerEvent event) {
    LedgerProto.LedgerEvent.Builder to = LedgerProto.LedgerEvent.newBuilder();
    if (event instanceof SourceOpened e) {
      to.getSourceOpenedBuilder()
          .setSubjectId(e.subjectId())
          .setSourceIndex(e.sourceIndex())
          .addAllTracks(e.tracks().stream().map(LedgerEvents::track).toList());
    } else if (event instanceof SourceFailed e) {
      to.getSourceFailedBuilder()
          .setSubjectId(e.subjectId())
          .setSourceIndex(e.sourceIndex())
          .setName(e.name())
          .setMessage(e.message());
    } else if (event instanceof SourceEnded e) {
      to.getSourceEndedBuilder()
          .setSubjectId(e.subjectId())
          .setSourceIndex(e.sourceIndex())
          .addAllLiveElsewhere(e.liveElsewhere());
    } else if (event instanceof SourceTracks e) {
      to.getSourceTracksBuilder()
          .setSubjectId(e.subjectId())
          .setSourceIndex(e.sourceIndex())
          .addAllTracks(e.tracks().stream().map(LedgerEvents::track).toList())
          .addAllRemoved(e.removed())
          .addAllStopped(e.stopped());
    } else if (event instanceof TrackMuted e) {
      to.getTrackMutedBuilder()
          .setSubjectId(e.subjectId())
          .setTrackId(e.trackId())
          .setMuted(e.muted());
    } else if (event instanceof TrackOverconstrained e) {
      to.getTrackOverconstrainedBuilder()
          .setSubjectId(e.subjectId())
          .setTrackId(e.trackId())
          .setConstraint(e.constraint());
    } else if (event instanceof Captured e) {
      encode(e, to.getCapturedBuilder());
    } else if (event instanceof Encoded e) {
      to.getEncodedBuilder()
          .setId(Slices.encode(e.id()))
          .setUnits(e.units())
          .setSizeBytes(e.sizeBytes())
          .setWorker(e.worker())
          .setAttempt(e.attempt());
    } else if (event instanceof Lost e) {
      to.getLostBuilder().setId(Slices.encode(e.id())).setLoss(Slices.encode(e.loss()));
    } else if (event instanceof BlobMade e) {
      encode(e, to.getBlobMadeBuilder());
    } else if (event instanceof RecorderAsked e) {
      to.getRecorderAskedBuilder()
          .setRecordingId(e.recordingId())
          .setWish(e.wish().name())
          .setSpecOffset(e.specOffset());
    } else if (event instanceof FileStored e) {
      to.getFileStoredBuilder()
          .setRecordingId(e.recordingId())
          .setState(e.state().name())
          .setObjectKey(e.objectKey())
          .setManifestKey(e.manifestKey())
          .setSizeBytes(e.sizeBytes())
          .setSha256(e.sha256())
          .setFrames(e.frames())
          .setDurationUs(e.durationUs())
          .setMessage(e.message());
    } else if (event instanceof Interrupted e) {
      to.getInterruptedBuilder()
          .setRecordingId(e.recordingId())
          .setName(e.name())
          .setMessage(e.message());
    } else if (event instanceof Failed e) {
      to.getFailedBuilder()
          .setRecordingId(e.recordingId())
          .setName(e.name())
          .setMessage(e.message());
    } else {
      throw new IllegalArgumentException("ledger event without a format: " + event.getClass());
    }
    return to.build().toByteArray();
  }

  private static void encode(Captured event, LedgerProto.Captured.Builder to) {
    to.setId(Slices.encode(event.id()))
        .setAccount(Slices.encode(event.account()))
        .addAllTape(Slices.encode(event.tape()))
        .setLast(event.last());
    Cut cut = event.cut();
    if (cut != null) {
      to.setCut(ByteString.copyFrom(Cuts.encode(cut)));
    }
  }

  private static void encode(BlobMade event, LedgerProto.BlobMade.Builder to) {
    to.setRecordingId(event.recordingId())
        .setSlice(event.slice())
        .setFromByte(event.fromByte())
        .setToByte(event.toByte())
        .setTimecodeUs(event.timecodeUs())
        .setDurationUs(event.durationUs());
    BlobPlace place = event.place();
    if (place != null) {
      to.getPlaceBuilder().setPartition(place.partition()).setOffset(place.offset());
    }
  }

  /** The event of a record's value. */
  public static LedgerEvent decode(byte[] value) {
    return Malformed.guard("ledger event", () -> decode(LedgerProto.LedgerEvent.parseFrom(value)));
  }

  private static LedgerEvent decode(LedgerProto.LedgerEvent event) {
    return switch (event.getEventCase()) {
      case SOURCE_OPENED -> decode(event.getSourceOpened());
      case SOURCE_FAILED -> decode(event.getSourceFailed());
      case SOURCE_ENDED ->
          new SourceEnded(
              event.getSourceEnded().getSubjectId().intern(),
              event.getSourceEnded().getSourceIndex(),
              event.getSourceEnded().getLiveElsewhereList());
      case SOURCE_TRACKS -> decode(event.getSourceTracks());
      case TRACK_MUTED ->
          new TrackMuted(
              event.getTrackMuted().getSubjectId().intern(),
              event.getTrackMuted().getTrackId().intern(),
              event.getTrackMuted().getMuted());
      case TRACK_OVERCONSTRAINED ->
          new TrackOverconstrained(
              event.getTrackOverconstrained().getSubjectId().intern(),
              event.getTrackOverconstrained().getTrackId().intern(),
              event.getTrackOverconstrained().getConstraint());
      case INTERRUPTED ->
          new Interrupted(
              event.getInterrupted().getRecordingId().intern(),
              event.getInterrupted().getName(),
              event.getInterrupted().getMessage());
      case CAPTURED -> decode(event.getCaptured());
      case ENCODED -> decode(event.getEncoded());
      case LOST ->
          new Lost(
              Slices.decode(event.getLost().getId()), Slices.decode(event.getLost().getLoss()));
      case BLOB_MADE -> decode(event.getBlobMade());
      case FILE_STORED -> decode(event.getFileStored());
      case FAILED ->
          new Failed(
              event.getFailed().getRecordingId().intern(),
              event.getFailed().getName(),
              event.getFailed().getMessage());
      case RECORDER_ASKED ->
          new RecorderAsked(
              event.getRecorderAsked().getRecordingId().intern(),
              RecorderAsked.Wish.valueOf(event.getRecorderAsked().getWish()),
              event.getRecorderAsked().getSpecOffset());
      case EVENT_NOT_SET ->
          throw new IllegalArgumentException("a kind of event this version does not know");
    };
  }

  private static SourceOpened decode(LedgerProto.SourceOpened from) {
    return new SourceOpened(
        from.getSubjectId().intern(),
        from.getSourceIndex(),
        from.getTracksList().stream().map(LedgerEvents::track).toList());
  }

  private static SourceTracks decode(LedgerProto.SourceTracks from) {
    return new SourceTracks(
        from.getSubjectId().intern(),
        from.getSourceIndex(),
        from.getTracksList().stream().map(LedgerEvents::track).toList(),
        from.getRemovedList(),
        from.getStoppedList());
  }

  private static SourceFailed decode(LedgerProto.SourceFailed from) {
    return new SourceFailed(
        from.getSubjectId().intern(), from.getSourceIndex(), from.getName(), from.getMessage());
  }

  private static Captured decode(LedgerProto.Captured from) {
    return new Captured(
        Slices.decode(from.getId()),
        Slices.decode(from.getAccount()),
        Slices.decode(from.getTapeList()),
        from.getLast(),
        from.getCut().isEmpty() ? null : Cuts.decode(from.getCut().toByteArray()));
  }

  private static Encoded decode(LedgerProto.Encoded from) {
    return new Encoded(
        Slices.decode(from.getId()),
        from.getUnits(),
        from.getSizeBytes(),
        from.getWorker().intern(),
        from.getAttempt());
  }

  private static BlobMade decode(LedgerProto.BlobMade from) {
    return new BlobMade(
        from.getRecordingId().intern(),
        from.getSlice(),
        from.getFromByte(),
        from.getToByte(),
        from.getTimecodeUs(),
        from.getDurationUs(),
        from.hasPlace()
            ? new BlobPlace(from.getPlace().getPartition(), from.getPlace().getOffset())
            : null);
  }

  private static FileStored decode(LedgerProto.FileStored from) {
    return new FileStored(
        from.getRecordingId().intern(),
        RecordingState.valueOf(from.getState()),
        from.getObjectKey(),
        from.getManifestKey(),
        from.getSizeBytes(),
        from.getSha256(),
        from.getFrames(),
        from.getDurationUs(),
        from.getMessage());
  }

  private static StateProto.LiveTrack track(LiveTrack track) {
    return StateProto.LiveTrack.newBuilder()
        .setTrackId(track.trackId())
        .setAgentId(track.agentId())
        .setLabel(track.label())
        .setFormat(Formats.encode(track.format()))
        .setTopic(track.topic())
        .setPartition(track.partition())
        .build();
  }

  private static LiveTrack track(StateProto.LiveTrack from) {
    return new LiveTrack(
        from.getTrackId().intern(),
        from.getAgentId().intern(),
        from.getLabel().intern(),
        Formats.decode(from.getFormat()),
        from.getTopic().intern(),
        from.getPartition());
  }
}
