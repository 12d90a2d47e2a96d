package io.reelbus.standalone;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a condition the main thread waits on. The JVM then stays up, for a bounded
 * time, until the main thread is done: files are finished and the exit code is the command's own.
 *
 * <p>One per process. {@link #request()} may be called from any thread; the other methods from the
 * main thread.
 */
public final class StopSignal {

  /** How long a command may take to finish its files once it was asked to stop. */
  static final Duration GRACE = Duration.ofSeconds(60);

  private final CountDownLatch requested = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile int code = 1;

  /** Makes one that nothing but {@link #request()} triggers: for tests. */
  public StopSignal() {}

  static StopSignal install() {
    StopSignal signal = new StopSignal();
    Runtime.getRuntime().addShutdownHook(new Thread(signal::onShutdown, "reelbus-stop"));
    return signal;
  }

  private void onShutdown() {
    request();
    try {
      if (!finished.await(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        System.err.println("reelbus: not finished " + GRACE.toSeconds() + " s after the stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    // halt, not exit: exit from a shutdown hook would block, and its code would be the signal's.
    Runtime.getRuntime().halt(code);
  }

  /** Asks the command to finish. */
  public void request() {
    requested.countDown();
  }

  /** Whether the command was asked to finish. */
  public boolean isRequested() {
    return requested.getCount() == 0;
  }

  /** Waits until the command is asked to finish, or {@code time} is over; true when asked. */
  public boolean await(Duration time) throws InterruptedException {
    return requested.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Leaves the process with a code; does not return. */
  void exit(int exitCode) {
    System.out.flush();
    System.err.flush();
    code = exitCode;
    finished.countDown();
    System.exit(exitCode);
  }
}
