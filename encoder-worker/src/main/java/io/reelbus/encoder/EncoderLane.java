package io.reelbus.encoder;

import io.reelbus.bus.ChunkPublisher;
import io.reelbus.bus.CutConsumer;
import io.reelbus.bus.Delivery;
import io.reelbus.bus.LedgerPublisher;
import io.reelbus.bus.TapeReader;
import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One lane: one cut at a time. Stepped by one thread.
 *
 * <p>What becomes of a cut that fails: the bus or the store of tapes was away: it is given back and
 * tried again; its own fault: it is tried {@value #ATTEMPTS} times in all, then a chunk without
 * packets names the gap (I9). A cut that ends its worker is seen by its delivery count and named
 * before it is tried once more.
 */
final class EncoderLane {

  private static final Logger LOG = LoggerFactory.getLogger(EncoderLane.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PUBLISH = Duration.ofMinutes(2);

  /** How often a cut that fails by itself is tried. */
  static final int ATTEMPTS = 3;

  /** How often a cut is delivered at all, failures of the bus included. */
  static final int DELIVERIES = 6;

  private final String worker;
  private final CutConsumer cuts;
  private final TapeReader tape;
  private final ChunkPublisher chunks;
  private final LedgerPublisher ledger;

  EncoderLane(
      String worker,
      CutConsumer cuts,
      TapeReader tape,
      ChunkPublisher chunks,
      LedgerPublisher ledger) {
    this.worker = worker;
    this.cuts = cuts;
    this.tape = tape;
    this.chunks = chunks;
    this.ledger = ledger;
  }

  /** Waits a moment for a cut. */
  @Nullable Delivery poll() {
    return cuts.poll(POLL);
  }

  /** Takes a cut to its end. */
  void work(Delivery delivery) {
    Chunk chunk = make(delivery);
    if (chunk == null) {
      delivery.release();
      return;
    }
    store(chunk);
    delivery.accept();
    tell(chunk);
  }

  /** The chunk of a delivery, one that names the gap, or null to try again later. */
  private @Nullable Chunk make(Delivery delivery) {
    Cut cut = delivery.cut();
    int attempt = delivery.attempt();
    if (attempt > DELIVERIES) {
      return gap(
          cut, attempt, LossCause.CUT_FAILED, "given up after " + DELIVERIES + " deliveries");
    }
    try {
      TapeFrames frames = new TapeFrames(cut, tape, delivery);
      Chunk chunk = CutEncoder.encode(cut, frames, worker, attempt);
      return frames.isMissing() ? Gaps.beforePause(chunk) : chunk;
    } catch (MediaException e) {
      LOG.warn("Cut {} attempt {}: {}", cut.id(), attempt, e.getMessage());
      if (e.name().equals("NotFoundError")) {
        return gap(cut, attempt, LossCause.TAPE_EXPIRED, e.getMessage());
      }
      if (e.next() == Next.RETRY || attempt < ATTEMPTS) {
        return null;
      }
      return gap(cut, attempt, LossCause.CUT_FAILED, e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("Cut {} attempt {}", cut.id(), attempt, e);
      return attempt < ATTEMPTS ? null : gap(cut, attempt, LossCause.CUT_FAILED, e.toString());
    }
  }

  private Chunk gap(Cut cut, int attempt, LossCause cause, @Nullable String why) {
    return Gaps.chunk(cut, cause, String.valueOf(why), worker, attempt);
  }

  /**
   * Makes the chunk durable: store first, acknowledge second. What is lost of it is told by the
   * assembler: this chunk may be a copy that does not count (I3).
   */
  private void store(Chunk chunk) {
    await(chunks.publish(chunk), chunk);
  }

  /**
   * Tells the agent that it may free the tape. Only once the cut is acknowledged: a cut that was
   * delivered again would find its tape gone.
   */
  private void tell(Chunk chunk) {
    await(
        ledger.publish(
            new LedgerEvent.Encoded(
                chunk.id(), chunk.units(), chunk.sizeBytes(), worker, chunk.attempt())),
        chunk);
  }

  private static void await(CompletionStage<Void> stage, Chunk chunk) {
    try {
      stage.toCompletableFuture().get(PUBLISH.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new MediaException(
          "UnknownError", Next.RETRY, "chunk " + chunk.id() + " could not be published: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException(
          "AbortError", Next.RETRY, "stopped while publishing " + chunk.id(), e);
    }
  }
}
