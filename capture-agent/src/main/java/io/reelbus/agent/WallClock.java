package io.reelbus.agent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The only one here that knows what time it is. Any thread. */
interface WallClock {

  /** The clock of this machine. */
  WallClock SYSTEM =
      new WallClock() {
        @Override
        public long nowUs() {
          return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        }

        @Override
        public boolean pause(long us, CountDownLatch until) throws InterruptedException {
          return until.await(Math.max(0, us), TimeUnit.MICROSECONDS);
        }
      };

  /** Microseconds since the epoch. */
  long nowUs();

  /**
   * Waits.
   *
   * @return true when {@code until} opened before the time had passed
   */
  boolean pause(long us, CountDownLatch until) throws InterruptedException;
}
