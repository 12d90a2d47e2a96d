package io.reelbus.api;

import io.reelbus.api.view.ClusterView;
import io.reelbus.bus.Bus;
import io.reelbus.bus.LedgerPublisher;
import io.reelbus.model.LedgerEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes starts, pauses and errors into the ledger, so that they have their place among the
 * recording's blobs for every listener at every API process; so it does with {@link
 * Overconstrained} tracks. Several processes may write the same line: it is told once. Owned by the
 * event loop.
 */
final class Notary {

  /** How often it looks for what a process that died left unsaid, and for what failed. */
  static final long EVERY_MS = 1000;

  private static final Logger LOG = LoggerFactory.getLogger(Notary.class);

  private final ClusterView view;
  private final WorkerExecutor workers;
  private final LedgerPublisher ledger;
  private final Context context;
  private final Set<LedgerEvent> underWay = new HashSet<>();

  Notary(Vertx vertx, WorkerExecutor workers, ClusterView view, Bus bus) {
    this.view = view;
    this.workers = workers;
    this.ledger = bus.ledgerPublisher();
    this.context = vertx.getOrCreateContext();
  }

  void start(Vertx vertx) {
    vertx.setPeriodic(EVERY_MS, timer -> runOnce());
    view.onUnsaid(() -> context.runOnContext(now -> runOnce()));
    context.runOnContext(now -> runOnce());
  }

  private void runOnce() {
    List<LedgerEvent> unsaid = new ArrayList<>(view.unsaid());
    unsaid.addAll(Overconstrained.unsaid(view));
    for (LedgerEvent line : unsaid) {
      if (underWay.add(line)) {
        workers
            .executeBlocking(() -> ledger.publish(line), false) // may wait for metadata
            .compose(stage -> Future.fromCompletionStage(stage, context))
            .onFailure(e -> LOG.warn("{}: {}; trying again", line, e.toString()))
            .onComplete(done -> underWay.remove(line));
      }
    }
  }
}
