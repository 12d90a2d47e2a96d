package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.bus.Bus;
import io.reelbus.objectstore.ObjectStore;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code /health}. Bus and store are asked at most once a second, however many ask here. Owned by
 * the event loop.
 */
final class HealthOperation {

  private static final long KEPT_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long DEADLINE_SECONDS = 8; // a bit more than the checks allow themselves

  private final Bus bus;
  private final ObjectStore store;
  private final ClusterView view;
  private final Pressure pressure;
  private final Assembling assembling;
  private final DiskGate disk;
  private final WorkerExecutor workers;
  private final LongSupplier nanos;
  private @Nullable Future<JsonObject> latest;
  private long askedNanos;

  HealthOperation(
      Bus bus,
      ObjectStore store,
      ClusterView view,
      Pressure pressure,
      Assembling assembling,
      DiskGate disk,
      WorkerExecutor workers,
      LongSupplier nanos) {
    this.bus = bus;
    this.store = store;
    this.view = view;
    this.pressure = pressure;
    this.assembling = assembling;
    this.disk = disk;
    this.workers = workers;
    this.nanos = nanos;
  }

  void health(RoutingContext context) {
    check()
        .onFailure(context::fail)
        .onSuccess(
            json -> {
              context.response().setStatusCode(json.getString("status").equals("up") ? 200 : 503);
              Answers.send(context, json);
            });
  }

  private Future<JsonObject> check() {
    long now = nanos.getAsLong();
    Future<JsonObject> last = latest;
    if (last != null && now - askedNanos < KEPT_NANOS) {
      return last;
    }
    askedNanos = now;
    Future<JsonObject> busCheck = part("bus", workers.executeBlocking(() -> busLine(), false));
    Future<JsonObject> storeCheck =
        part("store", workers.executeBlocking(() -> storeLine(), false));
    Future<JsonObject> all =
        Future.all(busCheck, storeCheck)
            .map(
                both -> {
                  io.reelbus.bus.Health tails = view.check();
                  int agents = view.agents().live().size();
                  JsonArray checks =
                      new JsonArray()
                          .add(busCheck.result())
                          .add(storeCheck.result())
                          .add(line("view", tails.up(), tails.detail()))
                          .add(line("agents", agents > 0, agents + " live"))
                          .add(line("encoders", pressure.isSafe(), pressure.inWords()))
                          .add(line("assemblers", assembling.isGettingOn(), assembling.inWords()));
                  DiskSpace space = disk.space();
                  if (space != null) {
                    checks.add(line("disk", !space.isLow(), space.inWords()));
                  }
                  boolean up = tails.up() && up(busCheck.result()) && up(storeCheck.result());
                  return new JsonObject().put("status", up ? "up" : "down").put("checks", checks);
                });
    latest = all;
    return all;
  }

  private JsonObject busLine() {
    io.reelbus.bus.Health health = bus.check();
    return line("bus", health.up(), health.detail());
  }

  private JsonObject storeLine() {
    io.reelbus.objectstore.Health health = store.check();
    return line("store", health.ok(), health.detail());
  }

  private static Future<JsonObject> part(String name, Future<JsonObject> check) {
    return check
        .timeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .otherwise(failure -> line(name, false, String.valueOf(failure.getMessage())));
  }

  private static boolean up(JsonObject line) {
    return "up".equals(line.getString("status"));
  }

  private static JsonObject line(String name, boolean up, String message) {
    return new JsonObject()
        .put("name", name)
        .put("status", up ? "up" : "down")
        .put("message", message);
  }
}
