package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A camera of 25 frames a second whose own time is 90 kHz and begins anywhere. */
class BacklogTest {

  private static final TimeBase BASE = new TimeBase(1, 90_000);
  private static final long WALL_US = 1_700_000_000_000_000L;
  private static final long DEVICE_US = 5_000_000;

  private static TapeFrame frame(int n) {
    long at = BASE.fromUs(DEVICE_US) + n * 3600L;
    return new TapeFrame(at, at, 3600, n == 0, 0, null, List.of(), ByteBuffer.allocate(1000));
  }

  @Test
  void offsetUs_aSecondAtOnceThenRealTime_isThatOfRealTime() {
    Backlog backlog = new Backlog(WALL_US);
    int n = 0;
    while (!backlog.isOver()) {
      // Frames 0 to 24 were taken before it was opened.
      long takenUs = WALL_US + (n - 24) * 40_000L;
      backlog.arrived(frame(n), BASE, Math.max(WALL_US + n * 1_000L, takenUs + 5_000));
      n++;
    }

    assertThat(n).isBetween(29, 33);
    assertThat(backlog.offsetUs()).isEqualTo(WALL_US - 24 * 40_000L + 5_000 - DEVICE_US);
  }

  @Test
  void isOver_framesFasterThanRealTimeForEver_givesUp() {
    Backlog backlog = new Backlog(WALL_US);
    int n = 0;
    while (!backlog.isOver()) {
      backlog.arrived(frame(n), BASE, WALL_US + n * 10_000L);
      n++;
    }

    assertThat(n).isBetween(300, 303);
  }
}
