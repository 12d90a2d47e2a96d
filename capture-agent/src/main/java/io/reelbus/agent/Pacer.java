package io.reelbus.agent;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import java.util.concurrent.CountDownLatch;

/** Plays what could be read at once at its own pace: waits until a frame is due. One thread. */
final class Pacer {

  private final WallClock clock;
  private final CountDownLatch closing;
  private boolean begun;
  private long startUs;
  private long firstUs;

  /** Makes one whose waits end when {@code closing} opens. */
  Pacer(WallClock clock, CountDownLatch closing) {
    this.clock = clock;
    this.closing = closing;
  }

  /** Returns when the frame is due; the first one is at once. */
  void await(TimeBase timeBase, TapeFrame frame) throws InterruptedException {
    long mediaUs = timeBase.toUs(frame.decodeTimestamp());
    if (!begun) {
      begun = true;
      startUs = clock.nowUs();
      firstUs = mediaUs;
    }
    long dueUs = startUs + mediaUs - firstUs;
    for (long wait = dueUs - clock.nowUs(); wait > 0; wait = dueUs - clock.nowUs()) {
      if (clock.pause(wait, closing)) {
        return;
      }
    }
  }
}
