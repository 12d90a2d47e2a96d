package io.reelbus.agent;

import io.reelbus.bus.TapeAdmin;
import io.reelbus.model.MediaException;
import io.reelbus.model.TapeRange;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frees a live tape behind what its recorders, its cuts and recorders to come need (I6): raw
 * pictures fill a disk in no time. Guarded by itself; {@link #free} waits for the cluster.
 */
final class LiveTapeKeeper {

  private static final Logger LOG = LoggerFactory.getLogger(LiveTapeKeeper.class);
  private static final long MARK_EVERY_BYTES = 4 << 20;
  private static final long MARK_EVERY_US = 1_000_000;

  private final TrackTape tape;
  private final TapeUse use;
  private final TapeAdmin admin;
  private final NavigableMap<Long, CompletableFuture<TapeRange>> marks = new TreeMap<>();
  private long markedAtUs;
  private long freedBefore;

  LiveTapeKeeper(AgentContext context, TrackTape tape) {
    this.tape = tape;
    this.use = context.tracker().use(tape);
    this.admin = context.bus().tapes();
  }

  /** Notes now and then where a frame lies. */
  synchronized void wrote(TapeEntry entry) {
    boolean due =
        marks.isEmpty()
            || entry.position() - marks.lastKey() >= MARK_EVERY_BYTES
            || entry.wallUs() - markedAtUs >= MARK_EVERY_US;
    if (due) {
      marks.put(entry.position(), entry.written());
      markedAtUs = entry.wallUs();
    }
  }

  /**
   * Frees what nobody needs.
   *
   * @param neededPosition before which neither recorders of now nor recorders to come need anything
   */
  void free(long neededPosition) {
    long before = freeBefore(neededPosition);
    if (before <= freedBefore) {
      return;
    }
    try {
      admin.free(tape.topic(), tape.partition(), before);
      freedBefore = before;
    } catch (MediaException e) {
      LOG.warn("{} is freed later: {}", tape.topic(), e.getMessage());
    }
  }

  /** First offset that is needed; 0 while that is not known. */
  private synchronized long freeBefore(long neededPosition) {
    Map.Entry<Long, CompletableFuture<TapeRange>> mark = marks.floorEntry(neededPosition);
    if (mark == null || !mark.getValue().isDone()) {
      return 0;
    }
    marks.headMap(mark.getKey(), false).clear();
    if (mark.getValue().isCompletedExceptionally()) {
      return 0; // not on the tape; a later mark will do
    }
    return use.neededFrom(mark.getValue().join().fromOffset());
  }
}
