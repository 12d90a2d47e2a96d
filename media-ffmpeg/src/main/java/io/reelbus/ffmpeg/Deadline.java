package io.reelbus.ffmpeg;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/** Ends native calls that take too long: FFmpeg asks {@link #call} while it waits. */
final class Deadline extends AVIOInterruptCB.Callback_Pointer {

  private volatile long endNanos = Long.MAX_VALUE;
  private volatile boolean armed;
  private volatile boolean interrupted;

  /** Sets the time by which the next native call must be back. */
  void start(Duration limit) {
    endNanos = System.nanoTime() + limit.toNanos();
    armed = true;
  }

  void interrupt() {
    interrupted = true;
  }

  boolean isInterrupted() {
    return interrupted;
  }

  boolean hasPassed() {
    return armed && System.nanoTime() - endNanos > 0;
  }

  void watch(AVFormatContext context) {
    context.interrupt_callback().callback(this);
  }

  @Override
  public int call(Pointer opaque) {
    return interrupted || hasPassed() ? 1 : 0;
  }
}
