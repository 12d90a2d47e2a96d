package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.model.Cut;

/**
 * A place where cuts are worked on, one at a time: this process, or one of its own that a crash of
 * native code ends without harm to others.
 */
interface CutWork extends AutoCloseable {

  /**
   * Makes the chunk of a cut durable. Blocks; one thread at a time.
   *
   * @param attempt delivery count, from 1
   * @param progress told again and again while the work goes on, on any thread
   * @throws io.reelbus.model.MediaException QUARANTINE when the cut is at fault, RETRY otherwise
   */
  Made make(Cut cut, int attempt, Runnable progress);

  /** Ends a {@link #make} that hangs, from another thread; false when that cannot be done. */
  boolean abort();

  /** Whether it can take another cut. */
  boolean isUsable();

  @Override
  void close();

  /** Makes a place in this process. */
  @FunctionalInterface
  interface Maker {
    CutWork make(String worker, Bus bus);
  }

  /** What was made of a cut: frames or samples, and bytes. */
  record Made(long units, long sizeBytes) {}
}
