package io.reelbus.agent;

import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.Captured;
import io.reelbus.model.LedgerEvent.Encoded;
import io.reelbus.model.LedgerEvent.Failed;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.TapeRange;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Cuts that earlier lives of an agent queued and that are not encoded yet, as the ledger says. Its
 * lines may come in any order: an encoder may be faster than the agent's own. One thread.
 */
final class EarlierCuts {

  private final Map<ChunkId, List<TapeRange>> captured = new HashMap<>();
  private final Set<ChunkId> encoded = new HashSet<>();
  private final Map<String, Integer> doneUpTo = new HashMap<>(); // slice, by recording

  void event(LedgerEvent event) {
    if (event instanceof Captured c) {
      captured.put(c.id(), c.tape());
    } else if (event instanceof Encoded e) {
      encoded.add(e.id());
    } else if (event instanceof BlobMade b) {
      done(b.recordingId(), b.slice());
    } else if (event instanceof FileStored || event instanceof Failed) {
      done(event.subjectId(), Integer.MAX_VALUE);
    }
  }

  private void done(String recordingId, int slice) {
    doneUpTo.merge(recordingId, slice, Math::max);
    if (slice == Integer.MAX_VALUE) { // keeps what is remembered to what is under way
      captured.keySet().removeIf(id -> id.recordingId().equals(recordingId));
      encoded.removeIf(id -> id.recordingId().equals(recordingId));
    }
  }

  /** Those that are still with the encoders. */
  Map<ChunkId, List<TapeRange>> open() {
    captured.keySet().removeAll(encoded);
    captured.keySet().removeIf(id -> id.slice() <= doneUpTo.getOrDefault(id.recordingId(), -1));
    return captured;
  }
}
