package io.reelbus.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.reelbus.api.view.ClusterView;
import io.reelbus.api.view.RecordingSnapshot;
import io.reelbus.model.Lane;
import io.reelbus.model.RecordingState;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.ToDoubleFunction;

/** What the door and its view measure, in Prometheus text. Names say the unit. */
final class Metrics implements AutoCloseable {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicInteger downloads = new AtomicInteger();
  private final AtomicInteger eventStreams = new AtomicInteger();
  private final Counter sent;

  Metrics(ClusterView view, Pressure pressure, Assembling assembling, DiskGate disk) {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    registry.gauge("reelbus.api.downloads", downloads);
    registry.gauge("reelbus.api.event.streams", eventStreams);
    sent =
        Counter.builder("reelbus.api.sent")
            .baseUnit("bytes")
            .description("Bytes of recordings sent")
            .register(registry);
    gauge(view, "reelbus.agents", "", "Live agents", v -> v.agents().live().size());
    gauge(view, "reelbus.devices", "", "Devices of live agents", v -> v.agents().devices().size());
    gauge(
        view,
        "reelbus.encode.lag",
        "slices",
        "Captured slices that are not encoded",
        v -> v.recordings().open().stream().mapToLong(RecordingSnapshot::lagSlices).sum());
    gauge(
        view,
        "reelbus.encode.lag",
        "seconds",
        "Media time between captured and encoded, worst recording",
        v ->
            v.recordings().open().stream().mapToLong(RecordingSnapshot::lagUs).max().orElse(0)
                / 1e6);
    measure(pressure);
    disk.bind(registry);
    LedgerMetrics.bind(registry, view.recordings(), assembling);
    FunctionCounter.builder("reelbus.ledger.events", view, v -> v.events().count())
        .description("Ledger events read since the start")
        .register(registry);
    for (RecordingState state : RecordingState.values()) {
      Gauge.builder("reelbus.recordings", view, v -> v.recordings().counts().getOrDefault(state, 0))
          .tag("state", state.name().toLowerCase(Locale.ROOT))
          .description("Recordings that are known")
          .register(registry);
    }
  }

  private void measure(Pressure pressure) {
    for (Lane lane : Lane.values()) {
      String queue = lane.name().toLowerCase(Locale.ROOT);
      Gauge.builder("reelbus.cuts.waiting", pressure, p -> p.cuts(lane))
          .tag("queue", queue)
          .description("Cuts that are not encoded")
          .register(registry);
      Gauge.builder("reelbus.cuts.oldest.seconds", pressure, p -> p.oldestSeconds(lane))
          .tag("queue", queue)
          .description("How long the oldest cut has waited")
          .register(registry);
    }
    Gauge.builder(
            "reelbus.tape.expiry.seconds",
            pressure,
            p -> p.expirySeconds().orElse(Double.POSITIVE_INFINITY))
        .description("When the first frame that waits for encoders leaves its tape")
        .register(registry);
  }

  private void gauge(
      ClusterView view,
      String name,
      String unit,
      String description,
      ToDoubleFunction<ClusterView> value) {
    Gauge.builder(unit.isEmpty() ? name : name + "." + unit, view, value)
        .description(description)
        .register(registry);
  }

  /** Counts and times a request under its operation's name. */
  void observe(RoutingContext context, String operation) {
    Timer.Sample sample = Timer.start(registry);
    context.addEndHandler(
        done ->
            sample.stop(
                Timer.builder("reelbus.api.requests")
                    .description("Time to the end of the response")
                    .tag("operation", operation)
                    .tag("status", String.valueOf(context.response().getStatusCode()))
                    .serviceLevelObjectives(
                        Duration.ofMillis(10), Duration.ofMillis(100), Duration.ofSeconds(1))
                    .register(registry)));
  }

  AtomicInteger downloads() {
    return downloads;
  }

  AtomicInteger eventStreams() {
    return eventStreams;
  }

  LongConsumer sentBytes() {
    return sent::increment;
  }

  void scrape(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
        .end(registry.scrape());
  }

  @Override
  public void close() {
    registry.close();
  }
}
