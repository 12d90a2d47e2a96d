package io.reelbus.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameGateTest {

  private final FrameGate gate = new FrameGate(25, 0);

  private int passed(long fromUs, long toUs, long everyUs) {
    int count = 0;
    for (long at = fromUs; at < toUs; at += everyUs) {
      count += gate.pass(at) ? 1 : 0;
    }
    return count;
  }

  @Test
  void pass_drawnAtTheRate_all() {
    assertThat(passed(0, 9_000_000, 40_000)).isEqualTo(225);
  }

  @Test
  void pass_drawnAtUnevenTimes_all() {
    int count = 0;
    for (int n = 0; n < 225; n++) {
      count += gate.pass(n * 40_000L + (n % 7 == 3 ? 300_000 : 0)) ? 1 : 0;
    }
    assertThat(count).isEqualTo(225);
  }

  @Test
  void pass_firstDrawnLate_othersNotHeldBack() {
    assertThat(gate.pass(500_000 + 30_000)).isTrue();
    for (int n = 1; n < 225; n++) {
      assertThat(gate.waitUs(500_000 + n * 40_000L)).isZero();
      assertThat(gate.pass(500_000 + n * 40_000L)).isTrue();
    }
  }

  @Test
  void pass_drawnMoreOften_noMoreThanTheRate() {
    assertThat(passed(0, 10_000_000, 1_000)).isEqualTo(250);
  }

  @Test
  void pass_afterALongPause_makesUpForOneSecondOnly() {
    assertThat(gate.pass(0)).isTrue();
    assertThat(passed(60_000_000, 60_010_000, 10)).isBetween(25, 27);
  }

  @Test
  void waitUs_afterAFrame_untilTheNext() {
    assertThat(gate.waitUs(0)).isZero();
    assertThat(gate.pass(0)).isTrue();
    assertThat(gate.waitUs(10_000)).isEqualTo(30_000);
  }
}
