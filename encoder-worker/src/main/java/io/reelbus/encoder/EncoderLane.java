package io.reelbus.encoder;

import io.reelbus.bus.CutConsumer;
import io.reelbus.bus.Delivery;
import io.reelbus.bus.LedgerPublisher;
import io.reelbus.encoder.CutWork.Made;
import io.reelbus.encoder.WorkApart.NoProcessException;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: one cut at a time. Stepped by one thread.
 *
 * <p>What becomes of a cut that fails: the bus or the store of tapes was away: it is given back and
 * tried again; its own fault, the crash of its process included: it is tried {@value #ATTEMPTS}
 * times in all, here and now, then a chunk without packets names the gap (I9). Only its own faults
 * count: a worker that is killed says nothing against the cuts it had. But a cut that was delivered
 * before may be what killed it, and is worked on in a process of its own from then on.
 */
final class EncoderLane {

  private static final Logger LOG = LoggerFactory.getLogger(EncoderLane.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int MAX_PAUSE_S = 10;
  private static final long LOOK_MS = 200;

  /** How often a cut that fails by itself is tried. */
  static final int ATTEMPTS = 3;

  /**
   * How often a cut is delivered at all: one that ends its machine each time comes to an end too.
   */
  static final int DELIVERIES = 20;

  private final String worker;
  private final CutConsumer cuts;
  private final Workshop workshop;
  private final Hand hand;
  private final ChunkStore chunks;
  private final LedgerPublisher ledger;

  EncoderLane(
      String worker,
      CutConsumer cuts,
      Workshop workshop,
      Hand hand,
      ChunkStore chunks,
      LedgerPublisher ledger) {
    this.worker = worker;
    this.cuts = cuts;
    this.workshop = workshop;
    this.hand = hand;
    this.chunks = chunks;
    this.ledger = ledger;
  }

  /** Waits a moment for a cut. */
  @Nullable Delivery poll() {
    return cuts.poll(POLL);
  }

  /** Takes a cut to its end. */
  void work(Delivery delivery) {
    CutLock lock = new CutLock(delivery);
    Made made = make(delivery, lock);
    if (made == null) {
      return;
    }
    lock.accept(); // store first, acknowledge second
    if (lock.isHeld()) {
      tell(delivery.cut().id(), made, delivery.attempt());
    }
  }

  /** What became durable of a delivery, be it one that names the gap; null if it is given back. */
  private @Nullable Made make(Delivery delivery, CutLock lock) {
    Cut cut = delivery.cut();
    int attempt = delivery.attempt();
    if (attempt > DELIVERIES) {
      return gap(delivery, LossCause.CUT_FAILED, "given up after " + DELIVERIES + " deliveries");
    }
    for (int tried = 1; ; tried++) {
      try {
        return makeOnce(cut, attempt, attempt > 1 || tried > 1, lock);
      } catch (MediaException e) {
        LOG.warn("Cut {} delivery {} try {}: {}", cut.id(), attempt, tried, e.getMessage());
        boolean away = isAway(e);
        if (away || e.next() == Next.RETRY) {
          pause(attempt, lock);
          giveBack(attempt, lock, away);
          return null;
        }
        if (!lock.isHeld()) {
          lock.release(); // who has it now finds out by himself
          return null;
        }
        if (e.name().equals("NotFoundError")) {
          return gap(delivery, LossCause.TAPE_EXPIRED, e.getMessage());
        }
        if (tried == ATTEMPTS) {
          return gap(delivery, LossCause.CUT_FAILED, e.getMessage());
        }
      }
    }
  }

  /** Whether the bus does not answer, or not to us, and nothing is known of the cut itself. */
  private static boolean isAway(MediaException e) {
    return e.name().equals("NotAllowedError")
        || (e.next() == Next.RETRY && !e.name().equals("EncodingError"));
  }

  /** However long the bus is away, the cut's last delivery is not used up by that. */
  private static void giveBack(int attempt, CutLock lock, boolean away) {
    if (away && attempt >= DELIVERIES) {
      lock.postpone();
    } else {
      lock.release();
    }
  }

  private Made makeOnce(Cut cut, int attempt, boolean suspect, CutLock lock) {
    try {
      return makeIn(workshop.take(cut, suspect), cut, attempt, lock);
    } catch (NoProcessException e) {
      LOG.warn("{}; cut {} is worked on here", e.getMessage(), cut.id());
      return makeIn(workshop.takeHere(), cut, attempt, lock);
    }
  }

  private Made makeIn(CutWork work, Cut cut, int attempt, CutLock lock) {
    try {
      return hand.make(work, cut, attempt, lock);
    } catch (MediaException | NoProcessException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.error("Cut {} delivery {}", cut.id(), attempt, e);
      throw new MediaException("UnknownError", Next.QUARANTINE, e.toString(), e);
    } finally {
      workshop.giveBack(work, cut);
    }
  }

  /** What was away may be back soon; others would not do better. */
  private void pause(int attempt, CutLock lock) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(Math.min(attempt, MAX_PAUSE_S));
    try {
      while (System.nanoTime() - until < 0) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        lock.renew();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Made gap(Delivery delivery, LossCause cause, @Nullable String why) {
    return chunks.store(
        Gaps.chunk(delivery.cut(), cause, String.valueOf(why), worker, delivery.attempt()));
  }

  /**
   * Tells the agent that it may free the tape. Only once the cut is acknowledged: a cut that was
   * delivered again would find its tape gone.
   */
  private void tell(ChunkId id, Made made, int attempt) {
    ChunkStore.await(
        ledger.publish(
            new LedgerEvent.Encoded(id, made.units(), made.sizeBytes(), worker, attempt)),
        id);
  }
}
