package io.reelbus.assembler;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.MediaKind;
import io.reelbus.model.MimeType;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import io.reelbus.objectstore.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a manifest together. */
final class ManifestMaker {

  private ManifestMaker() {}

  static Manifest make(
      RecordingSpec spec,
      MimeType mimeType,
      RecordingState state,
      List<@Nullable TrackFormat> formats,
      List<Manifest.File> files,
      List<Manifest.Slice> slices,
      SliceLedger ledger,
      @Nullable SliceMuxer muxer) {
    List<Manifest.Track> tracks = new ArrayList<>();
    for (int t = 0; t < formats.size(); t++) {
      tracks.add(
          track(
              t,
              spec.trackIds().get(t),
              muxer == null ? null : muxer.fileTrack(t),
              formats.get(t),
              ledger));
    }
    return new Manifest(
        Manifest.VERSION,
        spec.recordingId(),
        spec.name(),
        spec.streamId(),
        spec.mimeType(),
        mimeType.container().muxerName(),
        state,
        spec.timesliceUs(),
        spec.startedAtUs(),
        tracks,
        files,
        List.copyOf(slices),
        ledger.lines(),
        muxer == null ? List.of() : muxer.notes());
  }

  private static Manifest.Track track(
      int index,
      String trackId,
      @Nullable Integer fileTrack,
      @Nullable TrackFormat format,
      SliceLedger ledger) {
    VideoFormat video = format == null ? null : format.video();
    AudioFormat audio = format == null ? null : format.audio();
    return new Manifest.Track(
        index,
        trackId,
        fileTrack,
        format == null ? null : format.kind() == MediaKind.VIDEO ? "video" : "audio",
        format == null ? null : format.codecName(),
        format == null ? null : format.timeBase().toString(),
        video == null ? null : video.width(),
        video == null ? null : video.height(),
        video == null ? null : video.pixelFormat(),
        video == null ? null : video.frameRate().toString(),
        audio == null ? null : audio.sampleRate(),
        audio == null ? null : audio.channels(),
        format == null ? null : format.bitRate(),
        format == null ? null : format.language(),
        ledger.captured(index),
        ledger.stored(index),
        ledger.lost(index));
  }
}
