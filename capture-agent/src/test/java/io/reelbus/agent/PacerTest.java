package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A pattern of 25 pictures per second whose making takes time. */
class PacerTest {

  private static final long PICTURE_US = 40_000;

  private long nowUs = 1_700_000_000_000_000L;
  private final Pacer pacer =
      new Pacer(
          new WallClock() {
            @Override
            public long nowUs() {
              return nowUs;
            }

            @Override
            public boolean pause(long us, CountDownLatch until) {
              nowUs += us;
              return false;
            }
          },
          new CountDownLatch(1));

  private long await(long pictures) throws InterruptedException {
    long at = pictures * PICTURE_US;
    return pacer.await(
        TimeBase.MICROSECONDS,
        new TapeFrame(at, at, 0, true, 0, null, List.of(), ByteBuffer.allocate(0)));
  }

  @Test
  void await_sourceAhead_waitsUntilTheFrameIsDue() throws InterruptedException {
    await(0);
    long startUs = nowUs;

    assertThat(await(25)).isZero();
    assertThat(nowUs - startUs).isEqualTo(1_000_000);
  }

  @Test
  void await_sourceALittleLate_catchesUp() throws InterruptedException {
    await(0);
    long startUs = nowUs;
    nowUs += 900_000;

    assertThat(await(1)).isZero();
    assertThat(await(25)).isZero();
    assertThat(nowUs - startUs).isEqualTo(1_000_000);
  }

  @Test
  void await_sourceTooSlow_hasStalledAndGoesOnLater() throws InterruptedException {
    await(0);
    long startUs = nowUs;
    nowUs += 1_500_000;

    assertThat(await(1)).isEqualTo(1_500_000 - PICTURE_US);
    assertThat(await(2)).isZero();
    assertThat(nowUs - startUs).isEqualTo(1_500_000 + PICTURE_US);
  }
}
