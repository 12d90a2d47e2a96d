package io.reelbus.agent;

import io.reelbus.bus.TapeWriter;
import io.reelbus.model.MediaException;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One tape's frames on their way through the {@link Spool}. {@link #append} is the capture thread's
 * and never waits for the bus; {@link #runOnce} is the thread's that gives them to it.
 */
final class SpoolTape implements TapeWriter {

  /** Memory counted for a frame beside its payload: the entry, the future, who waits for it. */
  static final int FRAME_BYTES = 512;

  private static final Logger LOG = LoggerFactory.getLogger(SpoolTape.class);
  private static final long PAUSE_MS = 100;
  private static final int SPARE = 2;

  /** A frame that waits. Its payload is in memory, or in a segment. */
  private record Waiting(
      TapeFrame frame,
      TapeMark mark,
      int size,
      @Nullable SpoolSegment segment,
      long at,
      CompletableFuture<TapeRange> written) {

    long memoryBytes() {
      return segment == null ? FRAME_BYTES + (long) size : FRAME_BYTES;
    }
  }

  private final String name;
  private final TapeWriter writer;
  private final ByteBound memory;
  private final SpoolFolder folder;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Deque<byte[]> spare = new ArrayDeque<>(); // raw frames are all of one size
  private @Nullable SpoolSegment open;
  private int users;
  private boolean discarded;
  private volatile String trouble = "";

  SpoolTape(String name, TapeWriter writer, ByteBound memory, SpoolFolder folder) {
    this.name = name;
    this.writer = writer;
    this.memory = memory;
    this.folder = folder;
  }

  /** Another one writes it. */
  synchronized void use() {
    users++;
  }

  /**
   * Keeps a copy of the frame.
   *
   * @throws MediaException RETRY when the spool is full
   */
  @Override
  public synchronized CompletionStage<TapeRange> append(TapeFrame frame, TapeMark mark) {
    if (discarded) {
      throw full(null);
    }
    // Without room in memory for what is said of them, no frames could go to disk.
    long most = folder.isThere() ? memory.bytes() / 2 : memory.bytes();
    Waiting kept = inMemory(frame, mark, most);
    MediaException disk = null;
    if (kept == null && folder.isThere()) {
      try {
        kept = onDisk(frame, mark);
      } catch (MediaException e) {
        disk = e;
        kept = inMemory(frame, mark, memory.bytes());
      }
    }
    if (kept == null) {
      throw disk == null ? full(null) : disk;
    }
    waiting.add(kept);
    notifyAll();
    return kept.written();
  }

  private @Nullable Waiting inMemory(TapeFrame frame, TapeMark mark, long most) {
    int size = frame.size();
    if (!memory.take(FRAME_BYTES + (long) size, most)) {
      return null;
    }
    byte[] payload = array(size);
    frame.data().duplicate().get(payload);
    return new Waiting(with(frame, payload), mark, size, null, 0, new CompletableFuture<>());
  }

  private Waiting onDisk(TapeFrame frame, TapeMark mark) {
    int size = frame.size();
    if (!memory.take(FRAME_BYTES)) {
      throw full(null);
    }
    if (!folder.bound().take(size)) {
      memory.give(FRAME_BYTES);
      throw full(null);
    }
    try {
      SpoolSegment segment = open == null || open.isFull() ? folder.begin() : open;
      open = segment;
      long at = segment.add(frame.data());
      TapeFrame bare = with(frame, new byte[0]);
      return new Waiting(bare, mark, size, segment, at, new CompletableFuture<>());
    } catch (IOException e) {
      folder.bound().give(size);
      memory.give(FRAME_BYTES);
      throw full(e);
    }
  }

  private static MediaException full(@Nullable IOException disk) {
    String message = "the spool is full";
    return disk == null
        ? new MediaException("QuotaExceededError", MediaException.Next.RETRY, message)
        : new MediaException(
            "QuotaExceededError",
            MediaException.Next.RETRY,
            message + ", the disk takes no more: " + disk,
            disk);
  }

  private byte[] array(int size) {
    byte[] fitting = spare.poll();
    return fitting != null && fitting.length == size ? fitting : new byte[size];
  }

  private static TapeFrame with(TapeFrame f, byte[] payload) {
    return new TapeFrame(
        f.timestamp(),
        f.decodeTimestamp(),
        f.duration(),
        f.key(),
        f.sampleCount(),
        f.picture(),
        f.sideData(),
        ByteBuffer.wrap(payload));
  }

  /**
   * Gives the oldest frame to the bus. Waits until there is one, and while the bus takes none.
   *
   * @return false when nothing waits and nobody writes it any more
   */
  boolean runOnce() {
    Waiting next = oldest();
    if (next == null) {
      return false;
    }
    try {
      byte[] payload = payload(next);
      CompletionStage<TapeRange> sent = writer.append(with(next.frame(), payload), next.mark());
      done(next, payload);
      trouble = "";
      var unused =
          sent.whenComplete(
              (range, error) -> {
                if (error == null) {
                  next.written().complete(range);
                } else {
                  LOG.warn("{}: the bus lost a frame that it had taken", name, error);
                  next.written().completeExceptionally(error);
                }
              });
    } catch (MediaException e) {
      if (e.next() == MediaException.Next.RETRY) {
        trouble = name + " waits for the bus: " + e.getMessage();
        LOG.warn("{}", trouble);
        pause();
      } else {
        refuse(next, e);
      }
    }
    return true;
  }

  private synchronized @Nullable Waiting oldest() {
    try {
      while (waiting.isEmpty() && users > 0 && !discarded) {
        wait();
      }
    } catch (InterruptedException e) {
      discard(); // who interrupts this thread ends it
    }
    return waiting.peek();
  }

  /** Before the bus is asked again. */
  private synchronized void pause() {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MS);
    try {
      for (long left = PAUSE_MS; left > 0 && !discarded; ) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      }
    } catch (InterruptedException e) {
      discard();
    }
  }

  /** Not under the lock: capture does not wait for the disk to be read. */
  private byte[] payload(Waiting next) {
    SpoolSegment segment = next.segment();
    if (segment == null) {
      return next.frame().data().array();
    }
    byte[] payload = new byte[next.size()];
    try {
      segment.read(next.at(), payload);
    } catch (IOException e) {
      throw new MediaException(
          "NotReadableError", MediaException.Next.STOP, "the spool cannot be read: " + e, e);
    }
    return payload;
  }

  /** The oldest one does not wait any more. */
  private synchronized void done(Waiting oldest, byte @Nullable [] payload) {
    if (discarded) {
      return;
    }
    waiting.remove();
    release(oldest);
    if (payload != null && spare.size() < SPARE) {
      spare.add(payload);
    }
  }

  private void release(Waiting gone) {
    memory.give(gone.memoryBytes());
    SpoolSegment segment = gone.segment();
    try {
      if (segment != null && segment.done() && open == segment) {
        open = null;
      }
    } catch (IOException e) {
      LOG.warn("{}: {}", name, e.toString());
    }
  }

  private synchronized void refuse(Waiting next, MediaException why) {
    if (!discarded) {
      LOG.warn("{}: a frame is refused", name, why);
      done(next, null);
      next.written().completeExceptionally(why);
    }
  }

  /** Why the oldest frame waits; empty when it does not. */
  String trouble() {
    return trouble;
  }

  /** Whether nothing waits and nobody writes it any more. */
  synchronized boolean isOver() {
    return waiting.isEmpty() && (users <= 0 || discarded);
  }

  /** What waits is dropped, without a word to who waits for it. */
  synchronized void discard() {
    discarded = true;
    waiting.forEach(this::release);
    waiting.clear();
    spare.clear();
    notifyAll();
  }

  /** Closes the writer; frames on their way arrive, or are told to be lost. */
  void finish() {
    try {
      writer.close();
    } catch (RuntimeException e) {
      LOG.debug("{}: closed with the bus", name, e);
    }
  }

  /** What waits is written when the bus takes it; not waited for. */
  @Override
  public void flush() {}

  /** One who wrote it has no more; what waits is still written. */
  @Override
  public synchronized void close() {
    users--;
    notifyAll();
  }
}
