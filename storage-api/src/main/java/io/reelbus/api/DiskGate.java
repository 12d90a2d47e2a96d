package io.reelbus.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets nothing new begin when the disk of an embedded bus and store is nearly full: batch
 * recordings first, for what is left is for live ones, which cannot wait; live ones when what is
 * left is for ending what runs. Any thread.
 */
final class DiskGate {

  private final Supplier<@Nullable DiskSpace> space;

  /**
   * Makes one.
   *
   * @param space null when bus and store are elsewhere
   */
  DiskGate(Supplier<@Nullable DiskSpace> space) {
    this.space = space;
  }

  /** The disk now; null when bus and store are elsewhere. */
  @Nullable DiskSpace space() {
    return space.get();
  }

  void refuseBatch() {
    DiskSpace now = space.get();
    if (now != null && now.isForLiveOnly()) {
      throw refusal(now, now.stopBytes(), "a recording that is not live");
    }
  }

  void refuseLive() {
    DiskSpace now = space.get();
    if (now != null && now.isLast()) {
      throw refusal(now, now.lastBytes(), "a live one");
    }
  }

  private static Refusal refusal(DiskSpace now, long neededBytes, String what) {
    return Refusal.of("QuotaExceededError", inBytes(now, neededBytes) + " for " + what);
  }

  /** What is free, exactly, and what should be. */
  static String inBytes(DiskSpace now, long neededBytes) {
    String made =
        now.unfinishedBytes() == 0
            ? ""
            : ", " + now.unfinishedBytes() + " of them for files in the making";
    return "disk: "
        + now.freeBytes()
        + " bytes free"
        + made
        + " (expected: >= "
        + neededBytes
        + ")";
  }

  void bind(MeterRegistry registry) {
    if (space.get() != null) {
      Gauge.builder("reelbus.disk.free.bytes", this, DiskGate::freeBytes)
          .description("Of the disk that the embedded bus and store are on")
          .register(registry);
    }
  }

  private double freeBytes() {
    DiskSpace now = space.get();
    return now == null ? Double.NaN : now.freeBytes();
  }
}
