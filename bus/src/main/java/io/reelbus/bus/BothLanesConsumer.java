package io.reelbus.bus;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The live queue before the batch queue, for a worker with a single lane. */
final class BothLanesConsumer implements CutConsumer {

  private static final Duration STEP = Duration.ofMillis(20);

  private final CutConsumer live;
  private final CutConsumer batch;
  private boolean liveAsked; // a live cut that came meanwhile waits in the client
  private @Nullable Delivery current;
  private boolean settled = true;

  BothLanesConsumer(CutConsumer live, CutConsumer batch) {
    this.live = live;
    this.batch = batch;
  }

  @Override
  public @Nullable Delivery poll(Duration timeout) {
    if (!settled && current != null) {
      throw new IllegalStateException(
          "cut " + current.cut().id() + " is not settled (expected: accept, release or reject)");
    }
    long giveUpAt = System.nanoTime() + timeout.toNanos();
    do {
      Delivery delivery = live.poll(liveAsked ? Duration.ZERO : STEP);
      liveAsked = delivery == null;
      if (delivery == null) {
        delivery = batch.poll(STEP);
      }
      if (delivery != null) {
        settled = false;
        current = new Once(delivery);
        return current;
      }
    } while (System.nanoTime() - giveUpAt < 0);
    return null;
  }

  @Override
  public void close() {
    live.close();
    batch.close();
  }

  /** Knows when it was settled, so that neither queue is polled before. */
  private final class Once implements Delivery {

    private final Delivery delivery;

    Once(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public io.reelbus.model.Cut cut() {
      return delivery.cut();
    }

    @Override
    public int attempt() {
      return delivery.attempt();
    }

    @Override
    public void accept() {
      settled = true;
      delivery.accept();
    }

    @Override
    public void release() {
      settled = true;
      delivery.release();
    }

    @Override
    public void postpone() {
      settled = true;
      delivery.postpone();
    }

    @Override
    public void reject() {
      settled = true;
      delivery.reject();
    }

    @Override
    public void renew() {
      delivery.renew();
    }
  }
}
