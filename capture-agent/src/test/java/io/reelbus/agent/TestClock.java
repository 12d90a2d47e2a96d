package io.reelbus.agent;

import java.util.concurrent.CountDownLatch;

/** A clock that a test sets. */
final class TestClock implements WallClock {

  long nowUs = 1_700_000_000_000_000L;
  long leadUs;
  long steppedUs;

  @Override
  public long nowUs() {
    return nowUs;
  }

  @Override
  public long leadUs() {
    return leadUs;
  }

  @Override
  public long steppedUs() {
    return steppedUs;
  }

  @Override
  public boolean pause(long us, CountDownLatch until) {
    nowUs += us;
    return false;
  }
}
