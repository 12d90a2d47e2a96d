package io.reelbus.ffmpeg;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts the owners of native memory that are open, so that a leak is a number. Thread-safe. */
public final class NativeHandles {

  private static final AtomicInteger OPEN = new AtomicInteger();

  private NativeHandles() {}

  /** How many native owners are open in this process. */
  public static int open() {
    return OPEN.get();
  }

  static void opened() {
    OPEN.incrementAndGet();
  }

  static void closed() {
    OPEN.decrementAndGet();
  }
}
