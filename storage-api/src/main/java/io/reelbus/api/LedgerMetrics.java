package io.reelbus.api;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.reelbus.api.view.LedgerTotals;
import io.reelbus.api.view.RecordingsView;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** Counters of what was captured, stored and lost, and how far the assemblers are behind. */
final class LedgerMetrics {

  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1); // all of one scrape

  private final RecordingsView recordings;
  private @Nullable LedgerTotals latest;
  private long takenNanos;

  private LedgerMetrics(RecordingsView recordings) {
    this.recordings = recordings;
  }

  static void bind(MeterRegistry registry, RecordingsView recordings, Assembling assembling) {
    new LedgerMetrics(recordings).bind(registry);
    Gauge.builder("reelbus.assembler.waiting", assembling, Assembling::waiting)
        .description("Recordings with encoded slices that are not in their files")
        .register(registry);
    Gauge.builder("reelbus.assembler.oldest.seconds", assembling, Assembling::oldestSeconds)
        .description("How long the one that waits longest has not moved")
        .register(registry);
  }

  private void bind(MeterRegistry registry) {
    for (MediaKind kind : MediaKind.values()) {
      units(registry, kind, "captured", totals -> totals.capturedUnits(kind));
      units(registry, kind, "stored", totals -> totals.storedUnits(kind));
      units(registry, kind, "lost", totals -> totals.lostUnits(kind));
      for (LossCause cause : LossCause.values()) {
        counter("reelbus.ledger.lost", totals -> totals.lostUnits(kind, cause))
            .description("Frames or samples that are lost, by cause")
            .tags("kind", word(kind), "cause", cause.name())
            .register(registry);
        counter("reelbus.ledger.lost.seconds", totals -> totals.lostUs(kind, cause) / 1e6)
            .description("Media time that is lost, by cause")
            .tags("kind", word(kind), "cause", cause.name())
            .register(registry);
      }
    }
  }

  private void units(
      MeterRegistry registry, MediaKind kind, String state, ToDoubleFunction<LedgerTotals> value) {
    counter("reelbus.ledger.units", value)
        .description("Frames or samples: captured = stored + lost, once files are finished")
        .tags("kind", word(kind), "state", state)
        .register(registry);
  }

  private FunctionCounter.Builder<RecordingsView> counter(
      String name, ToDoubleFunction<LedgerTotals> value) {
    // Micrometer holds the object weakly and the function strongly: the function is what keeps this
    return FunctionCounter.builder(name, recordings, unused -> value.applyAsDouble(totals()));
  }

  private synchronized LedgerTotals totals() {
    LedgerTotals known = latest;
    long now = System.nanoTime();
    if (known == null || now - takenNanos > KEPT_NANOS) {
      known = recordings.totals();
      latest = known;
      takenNanos = now;
    }
    return known;
  }

  private static String word(MediaKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
