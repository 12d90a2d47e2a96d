package io.reelbus.assembler;

import io.reelbus.bus.StateChange;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.RecordingSpec;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the bus says about recordings: their specifications, their blobs, and which are finished.
 * Written by the tails' threads, read by the loop.
 */
final class Book {

  /** Chunks of older recordings than these are long before any committed offset. */
  private static final int REMEMBERED = 100_000;

  private final Map<String, RecordingSpec> specs = new HashMap<>();
  private final Set<String> removed = new HashSet<>();
  private final Map<String, Boolean> finished = new Remembered<>();
  private final Map<String, Boolean> failed = new Remembered<>(); // and have no manifest yet
  private final Map<String, Integer> blobs = new Remembered<>(); // of recordings not finished

  private static final class Remembered<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
      return size() > REMEMBERED;
    }
  }

  /** Hears the recordings topic. */
  synchronized void changed(StateChange<RecordingSpec> change) {
    RecordingSpec spec = change.value();
    if (spec == null) {
      specs.remove(change.key());
      if (!finished.containsKey(change.key())) {
        removed.add(change.key());
      }
    } else if (!finished.containsKey(change.key())) {
      specs.put(change.key(), spec);
      removed.remove(change.key());
    }
  }

  /** Hears the ledger. */
  synchronized void heard(LedgerEvent event) {
    if (event instanceof FileStored stored) {
      finish(stored.recordingId());
    } else if (event instanceof Failed end && !finished.containsKey(end.recordingId())) {
      failed.put(end.recordingId(), true);
    } else if (event instanceof BlobMade made
        && made.place() != null
        && !finished.containsKey(made.recordingId())) {
      blobs.merge(made.recordingId(), made.slice() + 1, Math::max);
    }
  }

  /** A recording has its file, or never will. */
  synchronized void finish(String recordingId) {
    finished.put(recordingId, true);
    failed.remove(recordingId);
    blobs.remove(recordingId);
    specs.remove(recordingId);
    removed.remove(recordingId);
  }

  synchronized boolean isFinished(String recordingId) {
    return finished.containsKey(recordingId);
  }

  /** Whether a recording was deleted while it was open. */
  synchronized boolean isRemoved(String recordingId) {
    return removed.contains(recordingId);
  }

  /** Whether its agent, or an assembler, said that it cannot be finished. */
  synchronized boolean isFailed(String recordingId) {
    return failed.containsKey(recordingId);
  }

  /** Whether nothing more is to be made of it. */
  synchronized boolean isOver(String recordingId) {
    return isFinished(recordingId) || isRemoved(recordingId) || isFailed(recordingId);
  }

  /** Whether a recording that a file could still be made of has this id. */
  synchronized boolean isOpen(String recordingId) {
    return specs.containsKey(recordingId) && !failed.containsKey(recordingId);
  }

  /**
   * How many blobs of an open recording are on the bus and in the ledger. They come in order (I4),
   * so they are the first ones; a recording that is forgotten here has its blobs made again.
   */
  synchronized int blobs(String recordingId) {
    return blobs.getOrDefault(recordingId, 0);
  }

  synchronized @Nullable RecordingSpec spec(String recordingId) {
    return specs.get(recordingId);
  }
}
