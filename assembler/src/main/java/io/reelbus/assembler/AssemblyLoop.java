package io.reelbus.assembler;

import io.reelbus.bus.ChunkConsumer;
import io.reelbus.bus.RebalanceListener;
import io.reelbus.bus.StoredChunk;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.MediaException;
import io.reelbus.model.RecordingState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps all open recordings of one consumer. For one thread; made anew after the consumer failed,
 * which forgets everything but what is committed, stored and in the ledger.
 */
final class AssemblyLoop implements AutoCloseable, RebalanceListener {

  private static final Logger log = LoggerFactory.getLogger(AssemblyLoop.class);
  private static final Duration IDLE = Duration.ofMillis(100);
  private static final Duration BUSY = Duration.ofMillis(5);
  private static final long AHEAD_BYTES = 4L * RecordingSession.BATCH_BYTES; // read, not written

  private final AssemblerSettings settings;
  private final FileWriter.Outlets outlets;
  private final ExecutorService writers;
  private final Book book;
  private final Runnable catchUp;
  private final Counters counters;
  private final LongSupplier nanoClock;
  private final ChunkConsumer consumer;
  private final Map<String, RecordingSession> sessions = new LinkedHashMap<>();
  private final OffsetBook offsets = new OffsetBook();
  private long rereadsBefore; // of sessions that are gone
  private long blobsBefore;
  private long restartsBefore;

  /**
   * Joins the group.
   *
   * @param catchUp waits until the book knows all that was durable before the call
   */
  AssemblyLoop(
      AssemblerSettings settings,
      FileWriter.Outlets outlets,
      ExecutorService writers,
      Book book,
      Runnable catchUp,
      Counters counters,
      LongSupplier nanoClock,
      Function<RebalanceListener, ChunkConsumer> consumers) {
    this.settings = settings;
    this.outlets = outlets;
    this.writers = writers;
    this.book = book;
    this.catchUp = catchUp;
    this.counters = counters;
    this.nanoClock = nanoClock;
    this.consumer = consumers.apply(this);
  }

  /**
   * One round: takes what came, steps every recording, commits what is stored.
   *
   * @throws MediaException RETRY when the bus is away; the loop must then be made anew
   */
  void runOnce() {
    boolean busy = sessions.values().stream().anyMatch(RecordingSession::isBusy);
    consumer.hold(full());
    for (StoredChunk chunk : consumer.poll(busy ? BUSY : IDLE)) {
      take(chunk);
    }
    stepAll();
    commit();
    tell();
  }

  /**
   * Partitions of which enough is in memory, and being written: what is read faster than it is
   * written would only be dropped and read again. One that waits for a missing chunk is read on.
   */
  private Set<Integer> full() {
    Map<Integer, Long> bytes = new HashMap<>();
    Set<Integer> writing = new HashSet<>();
    for (RecordingSession session : sessions.values()) {
      bytes.merge(session.partition(), session.queue().bufferedBytes(), Long::sum);
      if (session.isBusy()) {
        writing.add(session.partition());
      }
    }
    long enough = Math.min(AHEAD_BYTES, settings.reorderBytes() / 2);
    writing.removeIf(partition -> bytes.get(partition) < enough);
    return writing;
  }

  /** A refused commit is tried again next round: until then chunks would only come again. */
  private void commit() {
    for (Map.Entry<Integer, Long> due : offsets.due().entrySet()) {
      try {
        consumer.commit(due.getKey(), due.getValue());
        offsets.committed(due.getKey(), due.getValue());
      } catch (MediaException e) {
        if (e.next() != MediaException.Next.RETRY) {
          throw e;
        }
        log.warn("{}", e.getMessage());
      }
    }
  }

  private void take(StoredChunk stored) {
    String id = stored.chunk().id().recordingId();
    counters.chunks.increment();
    if (!book.isOver(id)) {
      RecordingSession session = sessions.get(id);
      if (session == null) {
        session =
            new RecordingSession(
                id,
                stored.partition(),
                settings,
                outlets,
                writers,
                book.blobs(id),
                nanoClock.getAsLong());
        sessions.put(id, session);
      }
      if (session.add(stored)) {
        offsets.opened(id, stored.partition(), stored.offset());
        bound();
      } else {
        counters.duplicates.increment();
      }
    }
    offsets.took(stored.partition(), stored.nextOffset());
  }

  /** Keeps the payloads in memory below their bound, giving up those furthest from their turn. */
  private void bound() {
    while (buffered() > settings.reorderBytes()) {
      RecordingSession furthest = null;
      for (RecordingSession session : sessions.values()) {
        if (session.queue().furthestAhead() >= 0
            && (furthest == null
                || session.queue().furthestAhead() > furthest.queue().furthestAhead())) {
          furthest = session;
        }
      }
      if (furthest == null) {
        return;
      }
      furthest.queue().dropFurthest();
    }
  }

  private long buffered() {
    return sum(session -> session.queue().bufferedBytes());
  }

  private long sum(ToLongFunction<RecordingSession> value) {
    return sessions.values().stream().mapToLong(value).sum();
  }

  private void stepAll() {
    int underWay = (int) sessions.values().stream().filter(RecordingSession::isWriting).count();
    for (RecordingSession session : new ArrayList<>(sessions.values())) {
      boolean wasWriting = session.isWriting();
      if (!ends(session)) {
        step(session, underWay < 2 * settings.writers());
      }
      if (session.isWriting() != wasWriting) {
        underWay += wasWriting ? -1 : 1;
        sessions.remove(session.recordingId()); // to the back: the others' turn
        sessions.put(session.recordingId(), session);
      }
      if (session.state() == RecordingSession.State.DONE
          || session.state() == RecordingSession.State.DROPPED) {
        finished(session);
      }
    }
  }

  private void step(RecordingSession session, boolean mayWrite) {
    if (session.isOverdue(nanoClock.getAsLong())) {
      catchUp.run(); // before chunks are called nobody's, be sure to have heard everything
    }
    session.step(book.spec(session.recordingId()), consumer::read, mayWrite, nanoClock.getAsLong());
  }

  /** Lets go of a recording that others have ended; its chunks are not taken any more. */
  private boolean ends(RecordingSession session) {
    String id = session.recordingId();
    if (book.isRemoved(id) || (book.isFailed(id) && !session.isWriting())) {
      session.drop();
      return true;
    }
    if (book.isFinished(id) && !session.isWriting()) {
      session.leave(); // by one that was thought dead
      return true;
    }
    return false;
  }

  private void finished(RecordingSession session) {
    sessions.remove(session.recordingId());
    offsets.closed(session.recordingId(), session.partition());
    rereadsBefore += session.queue().rereads();
    blobsBefore += session.blobs();
    restartsBefore += session.restarts();
    FileStored result = session.result();
    if (result == null) {
      return;
    }
    book.finish(session.recordingId());
    if (result.state() == RecordingState.FAILED) {
      counters.failed.increment();
    } else {
      counters.files.increment();
      counters.storedBytes.add(result.sizeBytes());
      log.info(
          "{}: {} {}, {} bytes, {} frames",
          result.recordingId(),
          result.state(),
          result.objectKey(),
          result.sizeBytes(),
          result.frames());
    }
  }

  private void tell() {
    counters.openRecordings = sessions.size();
    counters.bufferedBytes = buffered();
    counters.rereads = rereadsBefore + sum(session -> session.queue().rereads());
    counters.blobs = blobsBefore + sum(RecordingSession::blobs);
    counters.restarts = restartsBefore + sum(RecordingSession::restarts);
    counters.trouble = trouble();
  }

  /** Which recording is not getting on the longest, why and since when; empty when all are. */
  private String trouble() {
    long now = nanoClock.getAsLong();
    List<RecordingSession> stuck =
        sessions.values().stream()
            .filter(s -> !s.trouble().isEmpty())
            .sorted(Comparator.comparingLong(s -> s.troubleNanos() - now))
            .toList();
    if (stuck.isEmpty()) {
      return "";
    }
    RecordingSession first = stuck.get(0);
    long seconds = (now - first.troubleNanos()) / 1_000_000_000;
    String others = stuck.size() == 1 ? "" : "; and " + (stuck.size() - 1) + " others";
    return first.recordingId() + ": for " + seconds + " s: " + first.trouble() + others;
  }

  /** Waits for the ledger, so that what another assembler stored is not made again. */
  @Override
  public void assigned(Set<Integer> partitions) {
    if (!partitions.isEmpty()) {
      log.info("partitions {} are ours", partitions);
      catchUp.run();
    }
  }

  @Override
  public void revoked(Set<Integer> partitions) {
    lost(partitions);
  }

  @Override
  public void lost(Set<Integer> partitions) {
    for (RecordingSession session : List.copyOf(sessions.values())) {
      if (partitions.contains(session.partition())) {
        session.leave();
        sessions.remove(session.recordingId());
      }
    }
    offsets.forget(partitions);
  }

  /** The session of a recording, for tests. */
  @Nullable RecordingSession session(String recordingId) {
    return sessions.get(recordingId);
  }

  /** Leaves all sessions to others, and the group. */
  @Override
  public void close() {
    sessions.values().forEach(RecordingSession::leave);
    sessions.clear();
    consumer.close();
  }
}
