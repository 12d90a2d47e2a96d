package io.reelbus.agent;

import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.TapeRange;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Follows cuts until their chunks are durable, so that tapes can be freed (I6). Any thread. */
final class CutTracker {

  private final Map<ChunkId, TapeUse> cuts = new ConcurrentHashMap<>();
  private final Map<String, TapeUse> tapes = new ConcurrentHashMap<>();
  private @Nullable EarlierCuts earlier = new EarlierCuts();

  /** How a tape is used. */
  TapeUse use(TrackTape tape) {
    return tapes.computeIfAbsent(key(tape.topic(), tape.partition()), k -> new TapeUse());
  }

  /** Whether any cut needs a topic. */
  boolean isUsed(String topic, int partition) {
    TapeUse use = tapes.get(key(topic, partition));
    return use != null && use.cuts() > 0;
  }

  /** A tape is not written any more, and a new one at its place is another tape. */
  void forget(String topic, int partition) {
    TapeUse gone = tapes.remove(key(topic, partition));
    cuts.values().removeIf(use -> use == gone);
  }

  void decided(ChunkId id, TrackTape tape, long position) {
    TapeUse use = use(tape);
    cuts.put(id, use);
    use.decided(id, position);
  }

  void located(ChunkId id, TrackTape tape, long fromOffset) {
    use(tape).located(id, fromOffset);
  }

  /** The chunk is durable, or never will be. */
  void done(ChunkId id) {
    TapeUse use = cuts.remove(id);
    if (use != null) {
      use.done(id);
    }
  }

  /** All that earlier lives of the agent wrote to the ledger has been given to {@link #event}. */
  synchronized void caughtUp() {
    if (earlier != null) {
      earlier.open().forEach(this::inherit);
      earlier = null;
    }
  }

  private void inherit(ChunkId id, List<TapeRange> ranges) {
    for (TapeRange range : ranges) {
      TapeUse use =
          tapes.computeIfAbsent(key(range.topic(), range.partition()), k -> new TapeUse());
      cuts.put(id, use);
      use.inherited(id, range.fromOffset());
    }
  }

  /** Takes the ledger. A cut that failed has a chunk too, which names the gap. */
  synchronized void event(LedgerEvent event) {
    if (earlier != null) {
      earlier.event(event);
      return;
    }
    if (event instanceof Encoded e) {
      done(e.id());
    } else if (event instanceof BlobMade b) {
      doneUpTo(b.recordingId(), b.slice());
    } else if (event instanceof FileStored || event instanceof Failed) {
      doneUpTo(event.subjectId(), Integer.MAX_VALUE);
    }
  }

  private void doneUpTo(String recordingId, int slice) {
    cuts.keySet().removeIf(id -> id.recordingId().equals(recordingId) && id.slice() <= slice);
    // All tapes: a cut of an earlier life is on another one than its repetition, which we know.
    tapes.values().forEach(use -> use.doneUpTo(recordingId, slice));
  }

  private static String key(String topic, int partition) {
    return topic + "-" + partition;
  }
}
