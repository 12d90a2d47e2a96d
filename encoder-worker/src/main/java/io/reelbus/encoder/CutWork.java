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

  /**
   * Does a little of what will probably be asked for next; on the thread of {@link #make}, between
   * its calls.
   */
  default Ahead goOn() {
    return Ahead.NOTHING;
  }

  /** The track of this cut goes on elsewhere. */
  default void forget(Cut cut) {}

  /**
   * Native objects that were open in a process of its own when it last had nothing to do; never
   * waits. Not while {@link #make} runs. Those in this process are counted by {@link
   * io.reelbus.ffmpeg.NativeHandles}.
   */
  default int nativeHandles() {
    return 0;
  }

  /** Ends a {@link #make} that hangs, from another thread; false when that cannot be done. */
  boolean abort();

  /** Whether it can take another cut. */
  boolean isUsable();

  @Override
  void close();

  /** What there is to do ahead. */
  enum Ahead {
    /** Something at once. */
    MORE,
    /** Nothing at the moment. */
    LATER,
    /** Nothing before the next cut. */
    NOTHING
  }

  /** Makes a place in this process. */
  @FunctionalInterface
  interface Maker {
    CutWork make(String worker, Bus bus);
  }

  /** What was made of a cut: frames or samples, and bytes. */
  record Made(long units, long sizeBytes) {}
}
