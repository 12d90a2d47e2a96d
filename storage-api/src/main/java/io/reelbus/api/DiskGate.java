package io.reelbus.api;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets no new batch recording begin when the disk of an embedded bus and store is nearly full: what
 * is left is for live ones, which cannot wait. Any thread.
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
      throw Refusal.of(
          "QuotaExceededError",
          "disk: "
              + now.freeBytes()
              + " bytes free (expected: >= "
              + now.stopBytes()
              + " for a recording that is not live)");
    }
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
