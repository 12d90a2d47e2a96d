package io.reelbus.recorder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording: progress while it is made, result when it is finished.
 *
 * @param id identity, the recorder's
 * @param name base name for people
 * @param streamId what it was made of
 * @param state {@code recording}, {@code stored} (complete), {@code partial} (with named losses) or
 *     {@code failed} (no file)
 * @param mimeType container and codecs
 * @param timesliceMs length of a slice
 * @param startedAtUs wall clock, microseconds since the epoch
 * @param stoppedAtUs wall clock, 0 while not asked to stop
 * @param message why it is partial or failed; empty otherwise
 * @param lagSlices captured slices that are not encoded yet, all tracks together
 * @param lagUs media time between captured and encoded of the track that is furthest behind
 * @param blobs slices muxed so far
 * @param uploadedBytes bytes of the file made so far
 * @param tracks per track
 * @param losses named gaps, the first 1000
 * @param file null until there is one
 * @param pauses in order of time
 */
public record RecordingInfo(
    String id,
    String name,
    String streamId,
    String state,
    String mimeType,
    long timesliceMs,
    long startedAtUs,
    long stoppedAtUs,
    String message,
    long lagSlices,
    long lagUs,
    long blobs,
    long uploadedBytes,
    @Nullable List<TrackProgress> tracks,
    @Nullable List<LossInfo> losses,
    @Nullable FileInfo file,
    @Nullable List<PauseInfo> pauses) {

  /** Absent lists are empty. */
  public RecordingInfo {
    tracks = tracks == null ? List.of() : List.copyOf(tracks);
    losses = losses == null ? List.of() : List.copyOf(losses);
    pauses = pauses == null ? List.of() : List.copyOf(pauses);
  }

  /** Whether nothing more will happen to it. */
  public boolean finished() {
    return !state.equals("recording");
  }
}
