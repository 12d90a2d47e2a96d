package io.reelbus.recorder;

import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long a call that may be repeated goes on while the server is away: one that is restarted is
 * back within seconds. One thread.
 */
final class Patience {

  /** Longer than that and whoever called is told. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 2000;

  private long endNanos;
  private long pauseMs;

  Patience() {
    reset();
  }

  /** The server was there. */
  void reset() {
    endNanos = System.nanoTime() + LIMIT.toNanos();
    pauseMs = FIRST_PAUSE_MS;
  }

  /** Waits a while before the next attempt; throws the failure when another one is of no use. */
  void pause(MediaException failure) {
    if (!isAway(failure) || System.nanoTime() - endNanos > 0) {
      throw failure;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(pauseMs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", MediaException.Next.STOP, "interrupted", e);
    }
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }

  /** A call that may be made again. */
  interface Call<T> {

    /**
     * Makes it.
     *
     * @param again whether one before this may have been carried out
     */
    T make(boolean again);
  }

  /** Makes a call until it is answered. */
  static <T> T untilAnswered(Call<T> call) {
    Patience patience = new Patience();
    boolean again = false;
    while (true) {
      try {
        return call.make(again);
      } catch (MediaException e) {
        patience.pause(e);
        again = true;
      }
    }
  }

  /** A server that is full, or that waited in vain, was there. */
  private static boolean isAway(MediaException failure) {
    return failure.next() == MediaException.Next.RETRY
        && !failure.name().equals("QuotaExceededError")
        && !failure.name().equals("TimeoutError");
  }
}
