package io.reelbus.agent;

import io.reelbus.model.ChunkId;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which cuts of one tape are with the encoders. May be used from any thread. */
final class TapeUse {

  private static final long UNKNOWN = -1;

  private record Stretch(long position, long fromOffset) {}

  private final Map<ChunkId, Stretch> open = new LinkedHashMap<>();
  private long latestFrom;

  /** A cut has been decided that begins at this position. */
  synchronized void decided(ChunkId id, long position) {
    open.put(id, new Stretch(position, UNKNOWN));
  }

  /** The cut's first offset is known. */
  synchronized void located(ChunkId id, long fromOffset) {
    open.computeIfPresent(id, (i, s) -> new Stretch(s.position(), fromOffset));
    latestFrom = Math.max(latestFrom, fromOffset);
  }

  /** The cut's chunk is durable, or never will be. */
  synchronized void done(ChunkId id) {
    open.remove(id);
    notifyAll();
  }

  /** The same for all cuts of a recording up to a slice. */
  synchronized void doneUpTo(String recordingId, int slice) {
    open.keySet().removeIf(id -> id.recordingId().equals(recordingId) && id.slice() <= slice);
    notifyAll();
  }

  /** Waits until fewer than {@code cuts} are open, or for a time; whether that is so. */
  synchronized boolean awaitFewer(int cuts, long millis) throws InterruptedException {
    long until = System.nanoTime() + millis * 1_000_000;
    for (long left = millis; open.size() >= cuts && left > 0; ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
    return open.size() < cuts;
  }

  synchronized int cuts() {
    return open.size();
  }

  /** Position of the oldest cut; {@code Long.MAX_VALUE} when there is none. */
  synchronized long oldestPosition() {
    return open.values().stream().mapToLong(Stretch::position).min().orElse(Long.MAX_VALUE);
  }

  /**
   * First offset that the cuts need; {@code otherwise} when that is less, 0 when a cut's place is
   * not known yet.
   */
  synchronized long neededFrom(long otherwise) {
    long needed = otherwise;
    for (Stretch stretch : open.values()) {
      needed = Math.min(needed, stretch.fromOffset() == UNKNOWN ? 0 : stretch.fromOffset());
    }
    return needed;
  }

  /** One range of a cut of an earlier life of the agent; the first of them counts. */
  synchronized void inherited(ChunkId id, long fromOffset) {
    open.merge(
        id,
        new Stretch(Long.MAX_VALUE, fromOffset),
        (known, other) -> known.fromOffset() <= other.fromOffset() ? known : other);
  }

  /** Offset before which no cut needs the tape, neither these nor those to come. */
  synchronized long freeBefore() {
    return open.values().stream()
        .mapToLong(Stretch::fromOffset)
        .filter(offset -> offset != UNKNOWN)
        .min()
        .orElse(latestFrom);
  }
}
