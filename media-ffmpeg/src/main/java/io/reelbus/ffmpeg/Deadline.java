package io.reelbus.ffmpeg;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/** Ends native calls that take too long: FFmpeg asks again and again while it waits. */
final class Deadline implements AutoCloseable {

  private static final OpaqueObjects<Deadline> OPEN = new OpaqueObjects<>();
  private static final Asked ASKED = new Asked();

  private final OpaqueObjects.Opaque self = OPEN.add(this);
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
    context.interrupt_callback().callback(ASKED).opaque(self);
  }

  /** Call it when the context is closed. */
  @Override
  public void close() {
    OPEN.remove(self);
  }

  private static final class Asked extends AVIOInterruptCB.Callback_Pointer {
    @Override
    public int call(Pointer opaque) {
      Deadline deadline = OPEN.of(opaque);
      return deadline == null || deadline.interrupted || deadline.hasPassed() ? 1 : 0;
    }
  }
}
