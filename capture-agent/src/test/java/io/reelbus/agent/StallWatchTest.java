package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallWatchTest {

  private static final long SECOND = 1_000_000;

  private final StallWatch watch = new StallWatch();
  private long nowUs = 1_700_000_000L * SECOND;

  private void frames(int count, long everyUs) {
    for (int i = 0; i < count; i++) {
      nowUs += everyUs;
      watch.came(nowUs);
    }
  }

  @Test
  void isStalled_afterASecondWithoutAFrame_untilOneComes() {
    frames(50, 40_000);

    assertThat(watch.isStalled(nowUs + 900_000)).isFalse();
    assertThat(watch.isStalled(nowUs + SECOND)).isTrue();
    nowUs += SECOND;
    frames(1, 40_000);
    assertThat(watch.isStalled(nowUs)).isFalse();
  }

  @Test
  void isStalled_pictureASecond_waitsForThree() {
    frames(5, SECOND);

    assertThat(watch.isStalled(nowUs + 2 * SECOND)).isFalse();
    assertThat(watch.isStalled(nowUs + 3 * SECOND)).isTrue();
  }

  @Test
  void isStalled_beforeItsSecondFrame_isNotKnown() {
    assertThat(watch.isStalled(nowUs)).isFalse();
    frames(1, 40_000);
    assertThat(watch.isStalled(nowUs + 10 * SECOND)).isFalse();
  }

  @Test
  void isStalled_sourceOfBursts_isMutedOnceOnly() {
    int stalls = 0;
    for (int burst = 0; burst < 20; burst++) {
      frames(50, 1000);
      stalls += watch.isStalled(nowUs + 2 * SECOND) ? 1 : 0;
      nowUs += 2 * SECOND;
    }

    assertThat(stalls).isEqualTo(1);
  }

  @Test
  void isStalled_longAfterAStall_isQuickAgain() {
    frames(50, 40_000);
    nowUs += 2 * SECOND;
    frames(600, 40_000); // 24 s

    assertThat(watch.isStalled(nowUs + SECOND)).isTrue();
  }
}
