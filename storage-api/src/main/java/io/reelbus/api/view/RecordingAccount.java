package io.reelbus.api.view;

import io.reelbus.api.view.RecordingSnapshot.SliceLoss;
import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.Loss;
import io.reelbus.model.MediaKind;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The account of one recording. Not safe for threads by itself; {@link RecordingsView} guards it.
 */
final class RecordingAccount {

  private static final int MAX_TRACKS = 64;

  /** More than the bus keeps of the shortest slices. */
  private static final int MAX_BLOBS = 8192;

  private final TreeMap<Integer, TrackAccount> tracks = new TreeMap<>();
  private final Set<SliceLoss> losses = new LinkedHashSet<>();
  private @Nullable RecordingSpec spec;
  private RecordingState state = RecordingState.RECORDING;
  private String message = "";
  private int blobs;
  private long uploadedBytes;
  private @Nullable FileStored file;
  private final NavigableMap<Integer, BlobMade> newestBlobs = new TreeMap<>(); // until stored

  /** A blob that may still be on the bus. */
  @Nullable BlobMade blob(int slice) {
    return newestBlobs.get(slice);
  }

  @Nullable RecordingSpec spec() {
    return spec;
  }

  void spec(RecordingSpec newSpec) {
    spec = newSpec;
  }

  RecordingState state() {
    return state;
  }

  /** Whether something is still to happen: to it, or to its spec, which should say stopped. */
  boolean open() {
    return spec != null
        && (state == RecordingState.RECORDING || spec.desired() != RecordingSpec.Desired.STOPPED);
  }

  void apply(LedgerEvent event) {
    if (event instanceof LedgerEvent.Captured e) {
      TrackAccount track = track(e.id());
      if (track != null) {
        track.inFile(blobs); // it may be the first this track is heard of
      }
      if (track != null && track.captured(e.id().slice(), e.account(), e.tape(), e.last())) {
        e.account().losses().forEach(loss -> lost(e.id(), loss));
      }
    } else if (event instanceof LedgerEvent.Encoded e) {
      TrackAccount track = track(e.id());
      if (track != null) {
        track.encoded(e.id().slice(), e.units(), e.sizeBytes());
      }
    } else if (event instanceof LedgerEvent.Lost e) {
      lost(e.id(), e.loss());
    } else if (event instanceof BlobMade e) {
      blobs = Math.max(blobs, e.slice() + 1); // blobs come in order (I4)
      tracks.values().forEach(track -> track.inFile(blobs));
      uploadedBytes = Math.max(uploadedBytes, e.toByte());
      if (file == null) {
        newestBlobs.put(e.slice(), e);
        if (newestBlobs.size() > MAX_BLOBS) {
          newestBlobs.pollFirstEntry();
        }
      }
    } else if (event instanceof FileStored e) {
      file = e;
      tracks.values().forEach(track -> track.inFile(Integer.MAX_VALUE));
      finish(e.state(), e.message());
      uploadedBytes = e.sizeBytes();
      if (!e.objectKey().isEmpty()) {
        newestBlobs.clear(); // the file has them
      }
    } else if (event instanceof LedgerEvent.Failed e && file == null) {
      finish(RecordingState.FAILED, e.name() + ": " + e.message());
    }
  }

  private void finish(RecordingState newState, String newMessage) {
    state = newState;
    message = newMessage;
    tracks.values().forEach(TrackAccount::seal);
  }

  private void lost(ChunkId id, Loss loss) {
    TrackAccount track = track(id);
    SliceLoss line = new SliceLoss(id, loss);
    if (track == null || state != RecordingState.RECORDING || losses.contains(line)) {
      return;
    }
    track.lost(id.slice(), loss);
    if (losses.size() < RecordingSnapshot.MAX_LOSSES) {
      losses.add(line);
    }
  }

  private @Nullable TrackAccount track(ChunkId id) {
    int index = id.track();
    return index < 0 || index >= MAX_TRACKS
        ? null
        : tracks.computeIfAbsent(index, i -> new TrackAccount());
  }

  /** As it is now; null while only the ledger knows it. */
  @Nullable RecordingSnapshot snapshot() {
    RecordingSpec known = spec;
    if (known == null) {
      return null;
    }
    List<TrackProgress> progress = new ArrayList<>();
    for (int i = 0; i < known.trackIds().size(); i++) {
      TrackAccount track = tracks.get(i);
      progress.add((track == null ? new TrackAccount() : track).progress(blobs));
    }
    return new RecordingSnapshot(
        known, state, message, progress, List.copyOf(losses), blobs, uploadedBytes, file);
  }

  /** Cuts that wait for encoders, by track. */
  List<WaitingCuts> waiting() {
    RecordingSpec known = spec;
    if (known == null || state != RecordingState.RECORDING) {
      return List.of();
    }
    return tracks.values().stream()
        .map(track -> track.waiting(known.lane()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** What is encoded and not in the file; null when nothing is. */
  @Nullable WaitingSlices waitingSlices() {
    RecordingSpec known = spec;
    if (known == null || state != RecordingState.RECORDING || tracks.isEmpty()) {
      return null;
    }
    boolean over = tracks.size() == known.trackIds().size();
    int ready = Integer.MAX_VALUE;
    for (TrackAccount track : tracks.values()) {
      over &= track.isAllEncoded();
      ready = Math.min(ready, track.isAllEncoded() ? Integer.MAX_VALUE : track.ready());
    }
    boolean waits = over || (tracks.size() == known.trackIds().size() && ready > blobs);
    return waits ? new WaitingSlices(known.recordingId(), blobs, uploadedBytes) : null;
  }

  /** Adds what became of each track. */
  void count(LedgerTotals totals, BiFunction<String, String, @Nullable MediaKind> kinds) {
    RecordingSpec known = spec;
    if (known == null) {
      return;
    }
    for (int i = 0; i < known.trackIds().size(); i++) {
      TrackAccount track = tracks.get(i);
      if (track == null) {
        continue;
      }
      if (track.kind() == null) {
        track.kind(kinds.apply(known.streamId(), known.trackIds().get(i)));
      }
      totals.add(track);
    }
  }

  /** Slice by slice; empty once it is finished, when the manifest says it better. */
  List<SliceLine> lines() {
    List<SliceLine> lines = new ArrayList<>();
    tracks.forEach((index, track) -> lines.addAll(track.lines(index, blobs)));
    return lines;
  }
}
