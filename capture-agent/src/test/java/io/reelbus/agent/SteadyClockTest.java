package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A machine whose wall clock is a little fast, slow, or set by somebody. */
class SteadyClockTest {

  private static final long START_US = 1_700_000_000_000_000L;
  private static final long SECOND_US = 1_000_000;

  private long realUs; // since the start
  private long setUs; // what the wall clock was put forward by
  private double ppm;
  private final SteadyClock clock =
      new SteadyClock(
          () -> START_US + realUs + setUs + Math.round(realUs * ppm / 1e6), () -> realUs * 1000);

  private long after(long us) {
    realUs += us;
    return clock.nowUs();
  }

  @Test
  void nowUs_clocksThatAgree_isTheWallClock() {
    for (int i = 1; i <= 1000; i++) {
      assertThat(after(SECOND_US)).isEqualTo(START_US + i * SECOND_US);
    }
    assertThat(clock.leadUs()).isZero();
  }

  @Test
  void nowUs_wallClockThatRunsFast_isFollowedWithinAMillisecond() {
    ppm = 100;
    for (int i = 0; i < 3600; i++) {
      after(SECOND_US);
    }
    assertThat(clock.nowUs()).isBetween(START_US + realUs + 359_000, START_US + realUs + 360_000);
    assertThat(clock.steppedUs()).isZero();
  }

  @Test
  void nowUs_readOften_isFollowedAsWell() {
    ppm = 100;
    for (int i = 0; i < 600_000; i++) {
      after(100);
    }
    assertThat(clock.nowUs() - START_US - realUs).isBetween(5_000L, 6_000L);
  }

  @Test
  void nowUs_smallCorrectionOfTheWallClock_isSpreadOverTime() {
    after(SECOND_US);
    setUs = 200_000;
    long before = clock.nowUs();
    assertThat(after(SECOND_US) - before).isBetween(SECOND_US, SECOND_US + 500);
    after(400 * SECOND_US);
    assertThat(clock.nowUs()).isEqualTo(START_US + realUs + setUs);
  }

  @Test
  void nowUs_putForwardByMoreThanASecond_isFollowedAtOnceAndCounted() {
    after(SECOND_US);
    setUs = 5 * SECOND_US;
    assertThat(after(SECOND_US)).isEqualTo(START_US + 7 * SECOND_US);
    assertThat(clock.steppedUs()).isEqualTo(5 * SECOND_US);
    assertThat(clock.leadUs()).isZero();
  }

  @Test
  void nowUs_putBackAnHour_neverGoesBackAndGoesOn() {
    long before = after(SECOND_US);
    setUs = -3600 * SECOND_US;
    long after = after(SECOND_US);
    assertThat(after - before).isBetween(SECOND_US - 500, SECOND_US);
    assertThat(clock.leadUs()).isBetween(3599 * SECOND_US, 3600 * SECOND_US);
    assertThat(clock.steppedUs()).isZero();
  }
}
