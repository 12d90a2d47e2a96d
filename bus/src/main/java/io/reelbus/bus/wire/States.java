package io.reelbus.bus.wire;

import io.reelbus.bus.wire.proto.StateProto;
import io.reelbus.model.AgentInfo;
import io.reelbus.model.Device;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecorderSpec;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.StreamTrack;
import io.reelbus.model.TrackSpec;
import io.reelbus.model.Wire;

/** Records of the compacted topics. */
public final class States {

  private States() {}

  /** The record's value. */
  public static byte[] encode(AgentInfo agent) {
    return StateProto.AgentInfo.newBuilder()
        .setAgentId(agent.agentId())
        .setHost(agent.host())
        .setSeenAtUs(agent.seenAtUs())
        .addAllDevices(agent.devices().stream().map(States::device).toList())
        .build()
        .toByteArray();
  }

  /** The agent of a record's value. */
  public static AgentInfo decodeAgent(byte[] value) {
    return Malformed.guard(
        "agent",
        () -> {
          StateProto.AgentInfo from = StateProto.AgentInfo.parseFrom(value);
          return new AgentInfo(
              from.getAgentId().intern(),
              from.getHost(),
              from.getSeenAtUs(),
              from.getDevicesList().stream().map(States::device).toList());
        });
  }

  /** The record's value. */
  public static byte[] encode(StreamSpec stream) {
    return StateProto.StreamSpec.newBuilder()
        .setStreamId(stream.streamId())
        .addAllSources(stream.sources().stream().map(States::streamSource).toList())
        .setOpen(stream.open())
        .addAllTracks(stream.tracks().stream().map(States::track).toList())
        .addAllTrackSet(stream.trackSet().stream().map(States::streamTrack).toList())
        .setModifications(stream.modifications())
        .build()
        .toByteArray();
  }

  /** The stream of a record's value. */
  public static StreamSpec decodeStream(byte[] value) {
    return Malformed.guard(
        "stream",
        () -> {
          StateProto.StreamSpec from = StateProto.StreamSpec.parseFrom(value);
          return new StreamSpec(
              from.getStreamId().intern(),
              from.getSourcesList().stream().map(States::streamSource).toList(),
              from.getOpen(),
              from.getTracksList().stream().map(States::track).toList(),
              from.getTrackSetList().stream().map(States::streamTrack).toList(),
              from.getModifications());
        });
  }

  private static StateProto.TrackSpec track(TrackSpec track) {
    StateProto.TrackSpec.Builder to =
        StateProto.TrackSpec.newBuilder()
            .setTrackId(track.trackId())
            .setConstraints(track.constraints());
    for (TrackSpec.Disabled disabled : track.disabled()) {
      to.addDisabledBuilder()
          .setDisabledAtUs(disabled.disabledAtUs())
          .setEnabledAtUs(disabled.enabledAtUs());
    }
    return to.build();
  }

  private static TrackSpec track(StateProto.TrackSpec from) {
    return new TrackSpec(
        from.getTrackId().intern(),
        from.getConstraints(),
        from.getDisabledList().stream()
            .map(d -> new TrackSpec.Disabled(d.getDisabledAtUs(), d.getEnabledAtUs()))
            .toList());
  }

  /** The record's value. */
  public static byte[] encode(RecordingSpec recording) {
    return StateProto.RecordingSpec.newBuilder()
        .setRecordingId(recording.recordingId())
        .setName(recording.name())
        .setStreamId(recording.streamId())
        .addAllTrackIds(recording.trackIds())
        .setMimeType(recording.mimeType())
        .setVideoBitsPerSecond(recording.videoBitsPerSecond())
        .setAudioBitsPerSecond(recording.audioBitsPerSecond())
        .setTimesliceUs(recording.timesliceUs())
        .setLane(recording.lane().name())
        .setDesired(recording.desired().name())
        .setStartedAtUs(recording.startedAtUs())
        .setStoppedAtUs(recording.stoppedAtUs())
        .addAllPauses(recording.pauses().stream().map(States::pause).toList())
        .addAllDataRequestsAtUs(recording.dataRequestsAtUs())
        .addAllRequestIds(recording.requestIds())
        .setOptions(Encodings.encode(recording.options()))
        .putAllResizes(Encodings.encode(recording.resizes()))
        .setModifications(recording.modifications())
        .setError(recording.error())
        .setErrorMessage(recording.errorMessage())
        .build()
        .toByteArray();
  }

  /** The recording of a record's value. */
  public static RecordingSpec decodeRecording(byte[] value) {
    return Malformed.guard(
        "recording",
        () -> {
          StateProto.RecordingSpec from = StateProto.RecordingSpec.parseFrom(value);
          return new RecordingSpec(
              from.getRecordingId().intern(),
              from.getName(),
              from.getStreamId().intern(),
              from.getTrackIdsList().stream().map(String::intern).toList(),
              from.getMimeType().intern(),
              from.getVideoBitsPerSecond(),
              from.getAudioBitsPerSecond(),
              from.getTimesliceUs(),
              Lane.valueOf(from.getLane()),
              RecordingSpec.Desired.valueOf(from.getDesired()),
              from.getStartedAtUs(),
              from.getStoppedAtUs(),
              from.getPausesList().stream()
                  .map(p -> new RecordingSpec.Pause(p.getPausedAtUs(), p.getResumedAtUs()))
                  .toList(),
              from.getDataRequestsAtUsList(),
              from.getRequestIdsList(),
              Encodings.decode(from.getOptions()),
              Encodings.decode(from.getResizesMap()),
              from.getModifications(),
              from.getError(),
              from.getErrorMessage());
        });
  }

  /** The record's value. */
  public static byte[] encode(RecorderSpec recorder) {
    return StateProto.RecorderSpec.newBuilder()
        .setRecorderId(recorder.recorderId())
        .setStreamId(recorder.streamId())
        .setMimeType(recorder.mimeType())
        .addAllTrackIds(recorder.trackIds())
        .setVideoBitsPerSecond(recorder.videoBitsPerSecond())
        .setAudioBitsPerSecond(recorder.audioBitsPerSecond())
        .setRequest(recorder.request())
        .setMadeAtUs(recorder.madeAtUs())
        .build()
        .toByteArray();
  }

  /** The recorder of a record's value. */
  public static RecorderSpec decodeRecorder(byte[] value) {
    return Malformed.guard(
        "recorder",
        () -> {
          StateProto.RecorderSpec from = StateProto.RecorderSpec.parseFrom(value);
          return new RecorderSpec(
              from.getRecorderId().intern(),
              from.getStreamId().intern(),
              from.getMimeType().intern(),
              from.getTrackIdsList().stream().map(String::intern).toList(),
              from.getVideoBitsPerSecond(),
              from.getAudioBitsPerSecond(),
              from.getRequest(),
              from.getMadeAtUs());
        });
  }

  private static StateProto.Pause pause(RecordingSpec.Pause pause) {
    return StateProto.Pause.newBuilder()
        .setPausedAtUs(pause.pausedAtUs())
        .setResumedAtUs(pause.resumedAtUs())
        .build();
  }

  private static StateProto.Device device(Device device) {
    return StateProto.Device.newBuilder()
        .setDeviceId(device.deviceId())
        .setKind(device.kind().name())
        .setLabel(device.label())
        .setGroupId(device.groupId())
        .setAgentId(device.agentId())
        .setSource(source(device.source()))
        .putAllCapabilities(device.capabilities())
        .build();
  }

  private static Device device(StateProto.Device from) {
    return new Device(
        from.getDeviceId().intern(),
        MediaKind.valueOf(from.getKind()),
        from.getLabel(),
        from.getGroupId(),
        from.getAgentId().intern(),
        source(from.getSource()),
        from.getCapabilitiesMap());
  }

  private static StateProto.Source source(Source source) {
    return StateProto.Source.newBuilder()
        .setKind(source.kind().name())
        .setUrl(source.url())
        .putAllOptions(source.options())
        .build();
  }

  private static Source source(StateProto.Source from) {
    return new Source(Source.Kind.valueOf(from.getKind()), from.getUrl(), from.getOptionsMap());
  }

  private static StateProto.StreamSource streamSource(StreamSource source) {
    StateProto.StreamSource.Builder to =
        StateProto.StreamSource.newBuilder()
            .setAgentId(source.agentId())
            .setSource(source(source.source()))
            .setConstraints(source.constraints());
    if (source.deviceId() != null) {
      to.setDeviceId(source.deviceId());
    }
    if (source.wire() != null) {
      to.setWire(source.wire().name());
    }
    if (source.resize() != null) {
      to.setResize(Encodings.encode(source.resize()));
    }
    return to.build();
  }

  private static StreamSource streamSource(StateProto.StreamSource from) {
    return new StreamSource(
        from.getAgentId().intern(),
        from.hasDeviceId() ? from.getDeviceId().intern() : null,
        source(from.getSource()),
        from.hasWire() ? Wire.valueOf(from.getWire()) : null,
        from.getConstraints(),
        from.hasResize() ? Encodings.decode(from.getResize()) : null);
  }

  private static StateProto.StreamTrack streamTrack(StreamTrack track) {
    return StateProto.StreamTrack.newBuilder()
        .setTrackId(track.trackId())
        .setSource(track.source())
        .setIndex(track.index())
        .setOrigin(track.origin())
        .setMember(track.member())
        .setStopped(track.stopped())
        .build();
  }

  private static StreamTrack streamTrack(StateProto.StreamTrack from) {
    return new StreamTrack(
        from.getTrackId().intern(),
        from.getSource(),
        from.getIndex(),
        from.getOrigin(),
        from.getMember(),
        from.getStopped());
  }
}
