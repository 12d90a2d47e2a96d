package io.reelbus.encoder;

import io.reelbus.bus.Bus;
import io.reelbus.bus.CutConsumer;
import io.reelbus.bus.TapeReader;
import io.reelbus.model.MediaException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread of one lane: steps it until asked to stop, and backs off while the bus is away. */
final class LaneThread extends Thread {

  private static final Logger LOG = LoggerFactory.getLogger(LaneThread.class);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final long BACK_OFF_MS = 1000;

  private final String worker;
  private final Bus bus;
  private volatile boolean running = true;

  LaneThread(String worker, Bus bus) {
    super("reelbus-encoder-" + worker);
    setDaemon(true);
    this.worker = worker;
    this.bus = bus;
  }

  @Override
  public void run() {
    while (running) {
      // A consumer that failed is of no further use: each round makes a new one.
      try (CutConsumer cuts = bus.cutConsumer();
          TapeReader tape = bus.tapeReader()) {
        EncoderLane lane =
            new EncoderLane(worker, cuts, tape, bus.chunkPublisher(), bus.ledgerPublisher());
        while (running) {
          lane.runOnce();
        }
      } catch (MediaException | IllegalStateException e) {
        if (running) {
          LOG.warn("Lane {} starts again: {}", worker, e.toString());
          backOff();
        }
      }
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
