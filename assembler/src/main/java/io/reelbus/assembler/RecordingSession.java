package io.reelbus.assembler;

import io.reelbus.assembler.FileWriter.MuxFailure;
import io.reelbus.bus.StoredChunk;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.TrackFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open recording. {@link #step} does what can be done now and never waits; writing happens in
 * at most one task at a time on a writer thread. After a failure that may pass, the chunks are read
 * again and the file is written anew; what is in the store already is not sent again, unless the
 * store refused something.
 *
 * <p>Belongs to the loop's thread; {@code writer} belongs to the task while one runs.
 */
final class RecordingSession {

  private static final Logger log = LoggerFactory.getLogger(RecordingSession.class);
  static final long BATCH_BYTES = 4 << 20; // handed to a writer at once
  private static final int BATCH_SLICES = 64;
  private static final long LONGEST_PAUSE_NANOS = 30_000_000_000L;
  private static final int SURPRISES = 5; // unforeseen exceptions in a row before giving up

  /** Where a recording stands here. */
  enum State {
    /** For its specification, or for a format of every track. */
    WAITING,
    /** Slices leave as they become complete. */
    WRITING,
    /** Stored, or without a file for good; everything is durable. */
    DONE,
    /** Not ours any more. */
    DROPPED
  }

  private final String recordingId;
  private final int partition;
  private final AssemblerSettings settings;
  private final FileWriter.Outlets outlets;
  private final ExecutorService writers;
  private final SliceQueue queue = new SliceQueue();
  private final Object writing = new Object(); // held by the task that uses the writer
  private final long openedNanos;

  private State state = State.WAITING;
  private @Nullable RecordingSpec spec;
  private @Nullable List<@Nullable TrackFormat> formats;
  private @Nullable FileWriter writer;
  private @Nullable Future<@Nullable FileStored> task;
  private @Nullable FileStored result;
  private long pauseNanos;
  private long resumeNanos;
  private boolean paused;
  private int surprises;
  private int furthestFailure = -1; // slice that was next when writing failed
  private int durableBlobs; // of earlier attempts
  private boolean refused; // the store did not take something of what is in the upload
  private long restarts;
  private long blobs;
  private String trouble = "";
  private long troubleNanos; // since when
  private String nonsense = "";

  /**
   * Begins at slice 0.
   *
   * @param durableBlobs how many blobs other assemblers have published: those are not made again
   */
  RecordingSession(
      String recordingId,
      int partition,
      AssemblerSettings settings,
      FileWriter.Outlets outlets,
      ExecutorService writers,
      int durableBlobs,
      long nowNanos) {
    this.recordingId = recordingId;
    this.partition = partition;
    this.settings = settings;
    this.outlets = outlets;
    this.writers = writers;
    this.durableBlobs = durableBlobs;
    this.openedNanos = nowNanos;
    this.pauseNanos = settings.retryPause().toNanos();
  }

  String recordingId() {
    return recordingId;
  }

  int partition() {
    return partition;
  }

  State state() {
    return state;
  }

  SliceQueue queue() {
    return queue;
  }

  /** What was stored; null unless {@link State#DONE} with a file or its failure. */
  @Nullable FileStored result() {
    return result;
  }

  long restarts() {
    return restarts;
  }

  long blobs() {
    return blobs;
  }

  /** Why it is not getting on, empty when it is. */
  String trouble() {
    return trouble;
  }

  /** Since when it is not getting on; means nothing when it is. */
  long troubleNanos() {
    return troubleNanos;
  }

  /** Whether a task is on its way. */
  boolean isWriting() {
    return task != null;
  }

  /** Whether a task runs or could: the loop should come back soon. */
  boolean isBusy() {
    return task != null || (state == State.WRITING && !paused && queue.isReady());
  }

  /** Whether the specification should have come by now. */
  boolean isOverdue(long nowNanos) {
    return spec == null && nowNanos - openedNanos > settings.specDeadline().toNanos();
  }

  /** Takes a chunk; false when it is known. */
  boolean add(StoredChunk chunk) {
    try {
      return queue.add(chunk);
    } catch (IllegalArgumentException e) {
      nonsense = line(e);
      return false;
    }
  }

  /**
   * Does what can be done now.
   *
   * @param known the recording's specification, null while unknown
   * @param reader reads chunks again whose payload was dropped
   * @param mayWrite false while enough tasks are on their way
   */
  void step(
      @Nullable RecordingSpec known, SliceQueue.Reader reader, boolean mayWrite, long nowNanos) {
    if (state == State.DONE || state == State.DROPPED || !settled(nowNanos)) {
      return;
    }
    if (spec == null) {
      if (known != null) {
        spec = known;
        try {
          queue.setTrackCount(known.trackIds().size());
        } catch (IllegalArgumentException e) {
          nonsense = line(e);
        }
      } else if (isOverdue(nowNanos)) {
        log.warn("{}: chunks of a recording nobody knows; dropped", recordingId);
        state = State.DONE;
        return;
      }
    }
    if (spec != null && !nonsense.isEmpty()) {
      giveUp("DataError", nonsense);
      return;
    }
    if (paused && nowNanos - resumeNanos < 0) {
      return;
    }
    paused = false;
    if (formats == null) {
      formats = queue.formats();
      if (formats == null) {
        return;
      }
    }
    state = State.WRITING;
    if (mayWrite) {
      handOver(reader, nowNanos);
    }
  }

  private void handOver(SliceQueue.Reader reader, long nowNanos) {
    List<Slice> batch = new ArrayList<>();
    long bytes = 0;
    try {
      while (queue.isReady() && bytes < BATCH_BYTES && batch.size() < BATCH_SLICES) {
        Slice slice = queue.take(reader);
        bytes += slice.sizeBytes();
        batch.add(slice);
      }
    } catch (MediaException e) {
      if (e.next() != Next.RETRY) {
        giveUp("NotReadableError", "a chunk is gone from the bus: " + e.getMessage());
        return;
      }
      if (batch.isEmpty()) {
        pause(nowNanos, e);
      }
    }
    if (!batch.isEmpty()) {
      boolean end = queue.isEnded();
      submit(() -> write(batch, end));
    }
  }

  private @Nullable FileStored write(List<Slice> batch, boolean end) {
    FileWriter to = writer;
    if (to == null) {
      to =
          new FileWriter(
              Objects.requireNonNull(spec),
              Objects.requireNonNull(formats),
              outlets,
              durableBlobs,
              refused);
      writer = to;
    }
    for (Slice slice : batch) {
      to.write(slice);
    }
    to.tell();
    return end ? to.finish() : null;
  }

  private void submit(Callable<@Nullable FileStored> work) {
    task =
        writers.submit(
            () -> {
              synchronized (writing) {
                return work.call();
              }
            });
  }

  /** Takes a finished task's result. False while one runs. */
  private boolean settled(long nowNanos) {
    Future<@Nullable FileStored> running = task;
    if (running == null) {
      return true;
    }
    if (!running.isDone()) {
      return false;
    }
    task = null;
    try {
      result = running.get();
      blobs = queue.nextSlice();
      if (result != null || queue.nextSlice() > furthestFailure) {
        trouble = "";
        surprises = 0; // beyond what went wrong: only getting there again is no success
        pauseNanos = settings.retryPause().toNanos();
      }
      if (result != null) {
        state = State.DONE;
        writer = null;
      }
      return state != State.DONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      failed(e.getCause(), nowNanos);
    }
    return task == null;
  }

  private void failed(@Nullable Throwable failure, long nowNanos) {
    if (failure instanceof MuxFailure refused) {
      giveUp(((MediaException) Objects.requireNonNull(refused.getCause())).name(), line(refused));
      return;
    }
    boolean foreseen = failure instanceof MediaException;
    if (!foreseen && ++surprises >= SURPRISES) {
      log.error("{}: given up", recordingId, failure);
      giveUp("OperationError", line(failure));
      return;
    }
    if (!foreseen) {
      log.error("{}: unforeseen", recordingId, failure);
    }
    restarts++;
    furthestFailure = Math.max(furthestFailure, queue.nextSlice());
    queue.rewind();
    FileWriter broken = writer;
    writer = null;
    if (broken != null) {
      durableBlobs = broken.durableBlobs();
      refused = !(failure instanceof MediaException media) || media.next() != Next.RETRY;
      writers.execute(refused ? broken::drop : broken::leave);
    }
    pause(nowNanos, failure);
  }

  private void pause(long nowNanos, @Nullable Throwable failure) {
    troubleNanos = trouble.isEmpty() ? nowNanos : troubleNanos;
    trouble = line(failure);
    log.warn("{}: {}; again in {} ms", recordingId, trouble, pauseNanos / 1_000_000);
    paused = true;
    resumeNanos = nowNanos + pauseNanos;
    pauseNanos = Math.min(pauseNanos * 2, LONGEST_PAUSE_NANOS);
  }

  private void giveUp(String name, String message) {
    log.error("{}: no file: {}", recordingId, message);
    RecordingSpec known = Objects.requireNonNull(spec);
    submit(
        () -> {
          FileWriter to = writer;
          if (to == null) {
            to =
                new FileWriter(
                    known, Collections.nCopies(known.trackIds().size(), null), outlets, 0, true);
          }
          return to.fail(name, message);
        });
  }

  private static String line(@Nullable Throwable failure) {
    String text = String.valueOf(failure == null ? null : failure.getMessage());
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /**
   * Lets go of everything but what was uploaded: the partition went to another assembler, which
   * goes on with it, or this one stops.
   */
  void leave() {
    letGo(FileWriter::leave);
  }

  /**
   * Lets go of everything: the recording was deleted. What was uploaded is thrown away in the
   * background.
   */
  void drop() {
    letGo(FileWriter::drop);
  }

  private void letGo(Consumer<FileWriter> how) {
    if (state == State.DONE || state == State.DROPPED) {
      return;
    }
    state = State.DROPPED;
    Future<@Nullable FileStored> running = task;
    if (running != null) {
      running.cancel(true);
    }
    writers.execute(
        () -> {
          synchronized (writing) { // not before a running task has noticed
            FileWriter open = writer;
            writer = null;
            if (open != null) {
              how.accept(open);
            }
          }
        });
  }
}
