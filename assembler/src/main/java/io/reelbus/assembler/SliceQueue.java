package io.reelbus.assembler;

import io.reelbus.bus.StoredChunk;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one recording, put in order.
 *
 * <p>A chunk counts once, whichever copy came first (I3). Slices leave in order, each when it is
 * there for every track that still runs (I4). The place of every chunk is remembered for as long as
 * the recording is open, so payloads may be dropped and the whole may be replayed.
 *
 * <p>For one thread.
 */
final class SliceQueue {

  /** Reads a chunk again. */
  @FunctionalInterface
  interface Reader {
    Chunk read(int partition, long offset);
  }

  private static final class Slot {
    private final int partition;
    private final long offset;
    private final boolean last;
    private final long sizeBytes;
    private final @Nullable TrackFormat format;
    private @Nullable Chunk chunk;

    Slot(StoredChunk stored) {
      this.partition = stored.partition();
      this.offset = stored.offset();
      this.last = stored.chunk().last();
      this.sizeBytes = stored.chunk().sizeBytes();
      this.format = stored.chunk().format();
      this.chunk = stored.chunk();
    }
  }

  private final List<Map<Integer, Slot>> tracks = new ArrayList<>();
  private final NavigableMap<Integer, Integer> resident = new TreeMap<>(); // payloads per slice
  private int trackCount = -1;
  private int next;
  private long bufferedBytes;
  private long rereads;

  /** How many tracks the recording has; until it is known no slice leaves. */
  void setTrackCount(int count) {
    trackCount = count;
    for (int t = count; t < tracks.size(); t++) {
      if (!tracks.get(t).isEmpty()) {
        throw new IllegalArgumentException("track: " + t + " (expected: < " + count + ")");
      }
    }
  }

  /**
   * Takes a chunk in.
   *
   * @return false when it is known already
   */
  boolean add(StoredChunk stored) {
    ChunkId id = stored.chunk().id();
    if (id.track() < 0 || id.slice() < 0 || (trackCount >= 0 && id.track() >= trackCount)) {
      throw new IllegalArgumentException(
          "chunk: " + id + " (expected: track < " + trackCount + ", slice >= 0)");
    }
    while (tracks.size() <= id.track()) {
      tracks.add(new HashMap<>());
    }
    Slot slot = new Slot(stored);
    if (tracks.get(id.track()).putIfAbsent(id.slice(), slot) != null) {
      return false;
    }
    bufferedBytes += slot.sizeBytes;
    resident.merge(id.slice(), 1, Integer::sum);
    return true;
  }

  /** Payload bytes in memory. */
  long bufferedBytes() {
    return bufferedBytes;
  }

  /** Chunks read again so far. */
  long rereads() {
    return rereads;
  }

  /** Number of the slice that leaves next. */
  int nextSlice() {
    return next;
  }

  /** How far ahead of its turn the furthest payload is; -1 when none is in memory. */
  int furthestAhead() {
    return resident.isEmpty() ? -1 : Math.max(0, resident.lastKey() - next);
  }

  /** Drops the payloads of the slice that is furthest ahead; their places stay. */
  void dropFurthest() {
    if (resident.isEmpty()) {
      return;
    }
    int slice = resident.lastKey();
    for (Map<Integer, Slot> track : tracks) {
      Slot slot = track.get(slice);
      if (slot != null) {
        release(slot, slice);
      }
    }
  }

  private void release(Slot slot, int slice) {
    if (slot.chunk != null) {
      slot.chunk = null;
      bufferedBytes -= slot.sizeBytes;
      resident.computeIfPresent(slice, (k, count) -> count == 1 ? null : count - 1);
    }
  }

  /**
   * The format of each track, null for one that ended without a packet; null altogether while some
   * track has shown neither.
   */
  @Nullable List<@Nullable TrackFormat> formats() {
    if (trackCount < 0) {
      return null;
    }
    List<@Nullable TrackFormat> formats = new ArrayList<>();
    for (int t = 0; t < trackCount; t++) {
      TrackFormat format = null;
      for (int slice = 0; format == null; slice++) {
        Slot slot = slot(t, slice);
        if (slot == null) {
          return null;
        }
        format = slot.format;
        if (slot.last) {
          break;
        }
      }
      formats.add(format);
    }
    return formats;
  }

  /** Whether the next slice is there for every track that still runs. */
  boolean isReady() {
    if (trackCount < 0 || isEnded()) {
      return false;
    }
    for (int t = 0; t < trackCount; t++) {
      if (slot(t, next) == null && !isEndedBefore(t, next)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the last slice has left. */
  boolean isEnded() {
    for (int t = 0; t < trackCount; t++) {
      if (!isEndedBefore(t, next)) {
        return false;
      }
    }
    return trackCount >= 0;
  }

  /** A track has ended when its last slice is before {@code slice}. */
  private boolean isEndedBefore(int track, int slice) {
    Slot before = slot(track, slice - 1);
    return slice > 0 && (before == null || before.last); // only ended tracks miss a slice that left
  }

  private @Nullable Slot slot(int track, int slice) {
    return track < tracks.size() ? tracks.get(track).get(slice) : null;
  }

  /**
   * Takes the next slice; call only when {@link #isReady}. When {@code reader} fails, the slice
   * stays.
   */
  Slice take(Reader reader) {
    List<@Nullable Chunk> chunks = new ArrayList<>();
    boolean last = true;
    for (int t = 0; t < trackCount; t++) {
      Slot slot = slot(t, next);
      chunks.add(slot == null ? null : load(slot, reader));
      last &= slot == null || slot.last;
    }
    for (int t = 0; t < trackCount; t++) {
      Slot slot = slot(t, next);
      if (slot != null) {
        release(slot, next);
      }
    }
    return new Slice(next++, last, chunks);
  }

  private Chunk load(Slot slot, Reader reader) {
    Chunk chunk = slot.chunk;
    if (chunk == null) {
      rereads++;
      chunk = reader.read(slot.partition, slot.offset);
    }
    return chunk;
  }

  /** Starts again at slice 0, for a file that is written anew. */
  void rewind() {
    next = 0;
  }
}
