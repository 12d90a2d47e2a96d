package io.reelbus.agent;

import java.util.concurrent.CountDownLatch;

/** The only one here that knows what time it is. Any thread. */
interface WallClock {

  /** Microseconds since the epoch; never less than before. */
  long nowUs();

  /** How far {@link #nowUs()} was ahead of the machine's own wall clock when last read. */
  default long leadUs() {
    return 0;
  }

  /** How far the machine's wall clock was put forward since the start, in all. */
  default long steppedUs() {
    return 0;
  }

  /**
   * Waits.
   *
   * @return true when {@code until} opened before the time had passed
   */
  boolean pause(long us, CountDownLatch until) throws InterruptedException;
}
