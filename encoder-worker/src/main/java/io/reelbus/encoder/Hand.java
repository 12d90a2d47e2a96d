package io.reelbus.encoder;

import io.reelbus.encoder.CutWork.Made;
import io.reelbus.model.Cut;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does a lane's work on a thread of its own, so that the lane keeps the cut's lock meanwhile,
 * however long a native call, a read or a write takes. Belongs to the lane's thread.
 */
final class Hand implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Hand.class);
  private static final long LOOK_MS = 200;

  /** Longer than the bus may take for a read or for a chunk. */
  static final Duration STALL = ChunkStore.PUBLISH.plusMinutes(1);

  private final ExecutorService thread;
  private final Duration stall;
  private volatile long progressNanos;

  Hand(String name, Duration stall) {
    this.stall = stall;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, name);
              made.setDaemon(true);
              return made;
            });
  }

  /**
   * The chunk of a cut. Work that makes no progress is ended where that can be done; where it
   * cannot, the lock is let go, and another worker gets the cut.
   */
  Made make(CutWork work, Cut cut, int attempt, CutLock lock) {
    progressNanos = System.nanoTime();
    Future<Made> made = thread.submit(() -> work.make(cut, attempt, this::progress));
    boolean stalled = false;
    while (true) {
      try {
        return made.get(LOOK_MS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (System.nanoTime() - progressNanos < stall.toNanos()) {
          lock.renew();
        } else if (!stalled) {
          stalled = true;
          LOG.error(
              "Cut {}: no progress for {} s{}",
              cut.id(),
              stall.toSeconds(),
              work.abort() ? "" : "; this lane hangs");
        }
      } catch (ExecutionException e) {
        throw failure(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new MediaException("AbortError", Next.RETRY, "stopped at cut " + cut.id(), e);
      }
    }
  }

  private void progress() {
    progressNanos = System.nanoTime();
  }

  private static RuntimeException failure(Throwable cause) {
    if (cause instanceof Error error) {
      throw error;
    }
    return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
  }

  @Override
  public void close() {
    thread.shutdown();
  }
}
