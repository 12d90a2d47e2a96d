package io.reelbus.api.view;

import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.Loss;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recording at one moment.
 *
 * @param spec what was asked for
 * @param state where it stands
 * @param message why it is partial or failed, else empty
 * @param tracks in the recording's order
 * @param losses named gaps, the first {@value #MAX_LOSSES}
 * @param blobs slices muxed
 * @param uploadedBytes bytes of the file made so far
 * @param file set when there is one
 */
public record RecordingSnapshot(
    RecordingSpec spec,
    RecordingState state,
    String message,
    List<TrackProgress> tracks,
    List<SliceLoss> losses,
    int blobs,
    long uploadedBytes,
    @Nullable FileStored file) {

  /** Losses told one by one; the lost units of tracks count all. */
  public static final int MAX_LOSSES = 1000;

  /** A loss and where. */
  public record SliceLoss(ChunkId id, Loss loss) {}

  /** Copies the lists. */
  public RecordingSnapshot {
    tracks = List.copyOf(tracks);
    losses = List.copyOf(losses);
  }

  /** Whether nothing more will happen to it. */
  public boolean finished() {
    return state != RecordingState.RECORDING;
  }

  /** Whether capturing is over: asked to stop, all tracks ended, or finished. */
  public boolean stopped() {
    boolean allEnded = !tracks.isEmpty() && tracks.stream().allMatch(TrackProgress::ended);
    return finished() || allEnded || spec.desired() == RecordingSpec.Desired.STOPPED;
  }

  /** Captured slices that are not encoded, all tracks together; 0 when finished. */
  public long lagSlices() {
    return finished()
        ? 0
        : tracks.stream().mapToLong(t -> Math.max(0, t.capturedSlices() - t.encodedSlices())).sum();
  }

  /** Media time between captured and encoded of the track furthest behind; 0 when finished. */
  public long lagUs() {
    return finished()
        ? 0
        : tracks.stream()
            .mapToLong(t -> Math.max(0, t.capturedUs() - t.encodedUs()))
            .max()
            .orElse(0);
  }
}
