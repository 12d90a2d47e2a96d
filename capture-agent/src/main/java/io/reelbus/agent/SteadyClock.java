package io.reelbus.agent;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The capture clock: the machine's wall clock without its steps back and without its small steps.
 * It runs on the monotonic clock and follows the wall clock by at most {@value #SLEW_PPM} ppm, so
 * that two pictures are as far apart as they were taken. Any thread.
 *
 * <p>A wall clock that is put forward by more than a second is followed at once, and counted in
 * {@link #steppedUs()}. One that is put back is not: this clock never goes back, and is led towards
 * it slowly.
 */
final class SteadyClock implements WallClock {

  /** The clock of this machine. */
  static final SteadyClock SYSTEM = new SteadyClock();

  private static final Logger LOG = LoggerFactory.getLogger(SteadyClock.class);
  private static final long STEP_US = 1_000_000;
  private static final long SLEW_PPM = 500;

  private final LongSupplier systemUs;
  private final LongSupplier monotonicNs;
  private final long startNs;
  private long correctionUs; // of the monotonic clock, to have wall time
  private long readNs; // when the correction was last looked at
  private long leadUs;
  private long steppedUs;
  private long lastUs;
  private boolean isBehindTold;

  private SteadyClock() {
    this(() -> ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), System::nanoTime);
  }

  /**
   * Makes one.
   *
   * @param systemUs wall clock, microseconds since the epoch
   * @param monotonicNs as {@link System#nanoTime()}
   */
  SteadyClock(LongSupplier systemUs, LongSupplier monotonicNs) {
    this.systemUs = systemUs;
    this.monotonicNs = monotonicNs;
    this.startNs = monotonicNs.getAsLong();
    this.readNs = startNs;
    this.correctionUs = systemUs.getAsLong();
    this.lastUs = correctionUs;
  }

  @Override
  public synchronized long nowUs() {
    long ns = monotonicNs.getAsLong();
    long runUs = (ns - startNs) / 1000;
    long apartUs = systemUs.getAsLong() - (runUs + correctionUs);
    if (apartUs > STEP_US) {
      LOG.warn("the wall clock was put forward by {} ms", apartUs / 1000);
      correctionUs += apartUs;
      steppedUs += apartUs;
      apartUs = 0;
      readNs = ns;
    } else {
      tellBack(apartUs);
      long allowedUs = (ns - readNs) / 1000 * SLEW_PPM / 1_000_000;
      if (allowedUs > 0) { // what is less than a microsecond waits
        correctionUs += Math.max(-allowedUs, Math.min(allowedUs, apartUs));
        readNs = ns;
      }
    }
    leadUs = -apartUs;
    lastUs = Math.max(lastUs, runUs + correctionUs);
    return lastUs;
  }

  private void tellBack(long apartUs) {
    boolean isBehind = apartUs < -STEP_US;
    if (isBehind && !isBehindTold) {
      LOG.warn(
          "the wall clock was put back by {} ms; capture goes on in its own time", -apartUs / 1000);
    }
    isBehindTold = isBehind;
  }

  @Override
  public synchronized long leadUs() {
    return leadUs;
  }

  @Override
  public synchronized long steppedUs() {
    return steppedUs;
  }

  @Override
  public boolean pause(long us, CountDownLatch until) throws InterruptedException {
    return until.await(Math.max(0, us), TimeUnit.MICROSECONDS);
  }
}
