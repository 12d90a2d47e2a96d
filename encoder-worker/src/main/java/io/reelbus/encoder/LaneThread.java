package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.bus.CutConsumer;
import io.reelbus.bus.Delivery;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one lane and queue: steps it until asked to stop, and backs off while the bus is
 * away.
 *
 * <p>A share consumer that has polled may be given a cut at any time from then on. So a lane has
 * one thread for live cuts, which does nothing else and never makes one wait, and one for batch
 * cuts, which starts to poll only when it holds a permit. Live work takes permits while it runs:
 * batch work then finishes what it has and leaves the cores alone.
 *
 * <p>This thread keeps the queue and the lock of its cut; the {@link Hand} works.
 */
final class LaneThread extends Thread {

  private static final Logger LOG = LoggerFactory.getLogger(LaneThread.class);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final long BACK_OFF_MS = 1000;
  private static final long PERMIT_MS = 500;

  private final String worker;
  private final Bus bus;
  private final Lane queue;
  private final Semaphore permits;
  private final Workshop workshop;
  private volatile boolean running = true;

  LaneThread(String worker, Bus bus, Lane queue, Semaphore permits, Workshop workshop) {
    super("reelbus-encoder-" + worker + "-" + queue);
    setDaemon(true);
    this.worker = worker;
    this.bus = bus;
    this.queue = queue;
    this.permits = permits;
    this.workshop = workshop;
  }

  @Override
  public void run() {
    try (Hand hand = new Hand(getName() + "-hand", Hand.STALL)) {
      ChunkStore chunks = new ChunkStore(bus.chunkPublisher());
      while (running) {
        consume(hand, chunks);
      }
    }
  }

  /** A consumer that failed is of no further use: each round makes a new one. */
  private void consume(Hand hand, ChunkStore chunks) {
    try (CutConsumer cuts = bus.cutConsumer(queue)) {
      EncoderLane lane =
          new EncoderLane(worker, cuts, workshop, hand, chunks, bus.ledgerPublisher());
      while (running) {
        step(lane);
      }
    } catch (MediaException | IllegalStateException e) {
      if (running) {
        LOG.warn("Lane {} starts again: {}", worker, e.toString());
        backOff();
      }
    } catch (RuntimeException e) { // a broker's name that cannot be resolved just now, say
      LOG.error("Lane {} starts again", worker, e);
      backOff();
    }
  }

  private void step(EncoderLane lane) {
    if (queue == Lane.LIVE) {
      Delivery delivery = lane.poll();
      if (delivery != null) {
        workLive(lane, delivery);
      }
    } else if (waitForPermit()) {
      try {
        workBatch(lane);
      } finally {
        permits.release();
      }
    }
  }

  private void workLive(EncoderLane lane, Delivery delivery) {
    boolean held = permits.tryAcquire(); // live work does not wait for one
    try {
      lane.work(delivery);
    } finally {
      if (held) {
        permits.release();
      }
    }
  }

  private void workBatch(EncoderLane lane) {
    while (running) {
      Delivery delivery = lane.poll();
      if (delivery != null) {
        lane.work(delivery);
        return;
      }
    }
  }

  private boolean waitForPermit() {
    try {
      return permits.tryAcquire(PERMIT_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      running = false;
      return false;
    }
  }

  private void backOff() {
    try {
      Thread.sleep(BACK_OFF_MS);
    } catch (InterruptedException e) {
      running = false;
    }
  }

  void askToStop() {
    running = false;
  }

  void awaitEnd() {
    try {
      join(STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
