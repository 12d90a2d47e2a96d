package io.reelbus.agent;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import java.util.concurrent.CountDownLatch;

/**
 * Plays what could be read at once at its own pace: waits until a frame is due. What cannot be read
 * fast enough has stalled, as a player does: it goes on from where it is, later. One thread.
 */
final class Pacer {

  private static final long STALL_US = 1_000_000;

  private final WallClock clock;
  private final CountDownLatch closing;
  private boolean begun;
  private long startUs;
  private long firstUs;
  private long steppedUs; // a clock that is put forward makes nothing late

  /** Makes one whose waits end when {@code closing} opens. */
  Pacer(WallClock clock, CountDownLatch closing) {
    this.clock = clock;
    this.closing = closing;
  }

  /**
   * Returns when the frame is due; the first one is at once.
   *
   * @return how long the source has stalled before it; 0 when it kept up to within a second
   */
  long await(TimeBase timeBase, TapeFrame frame) throws InterruptedException {
    long mediaUs = timeBase.toUs(frame.decodeTimestamp());
    if (!begun) {
      begun = true;
      startUs = clock.nowUs();
      firstUs = mediaUs;
      steppedUs = clock.steppedUs();
    }
    startUs += clock.steppedUs() - steppedUs;
    steppedUs = clock.steppedUs();
    long dueUs = startUs + mediaUs - firstUs;
    for (long wait = dueUs - clock.nowUs(); wait > 0; wait = dueUs - clock.nowUs()) {
      if (clock.pause(wait, closing)) {
        return 0;
      }
    }
    long lateUs = clock.nowUs() - dueUs;
    if (lateUs < STALL_US) {
      return 0;
    }
    startUs += lateUs;
    return lateUs;
  }
}
