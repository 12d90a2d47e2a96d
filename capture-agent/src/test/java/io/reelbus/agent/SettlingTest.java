package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

class SettlingTest {

  private static final int SAMPLES = 2_400;
  private static final long PACKET_US = 50_000;

  private static TrackFormat sound() {
    return new TrackFormat(
        Wire.RAW,
        "pcm_s16le",
        TimeBase.MICROSECONDS,
        null,
        new AudioFormat(48_000, 2, "stereo", "s16", 16, 0, 0, 0, 4),
        new byte[0],
        -99,
        -99,
        0,
        List.of(),
        "");
  }

  /** Packets read until it is settled, when packet n is stamped that much behind its count. */
  private static int packetsUntilSettled(LongUnaryOperator lateUs) {
    Settling settling = new Settling(sound());
    int n = 0;
    boolean settled = false;
    while (!settled) {
      long stamp = n * PACKET_US + lateUs.applyAsLong(n);
      settled =
          settling.isSettledAfter(
              new TapeFrame(
                  stamp, stamp, PACKET_US, true, SAMPLES, null, List.of(), ByteBuffer.allocate(0)));
      n++;
    }
    return n;
  }

  @Test
  void isSettledAfter_steadyStamps_settlesAfterAWindow() {
    assertThat(packetsUntilSettled(n -> (n % 2) * 3_000)).isBetween(6, 8);
  }

  @Test
  void isSettledAfter_stampsMoveAtFirst_waitsForTheirEnd() {
    assertThat(packetsUntilSettled(n -> Math.min(n, 15) * 35_000)).isBetween(20, 24);
  }

  @Test
  void isSettledAfter_stampsNeverSettle_givesUpAfterTwoSeconds() {
    assertThat(packetsUntilSettled(n -> (n % 2) * 60_000)).isBetween(40, 43);
  }
}
