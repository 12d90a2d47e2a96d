package io.reelbus.bus;

import io.reelbus.model.Cut;

/**
 * A cut that is locked for this worker until it is settled by exactly one of {@link #accept},
 * {@link #release} and {@link #reject}, or until the lock's time is over and another worker gets
 * it.
 *
 * <p>To be used on the thread of its {@link CutConsumer}. All calls that talk to the broker return
 * when the broker has answered, and throw a {@code MediaException} (RETRY) when it does not in
 * time, or when the lock was lost meanwhile: the cut is then someone else's.
 */
public interface Delivery {

  /**
   * Kafka gives a cut up for ever, without a word, after that many deliveries: workers name the gap
   * and reject long before (I9). It is the highest number that brokers allow by default.
   */
  int MAX_ATTEMPTS = 10;

  /** The work. */
  Cut cut();

  /** How often this cut was handed out, this time included, from 1. A high count means poison. */
  int attempt();

  /** The chunk is durable; the cut is never delivered again. Durable when it returns. */
  void accept();

  /** Gives the cut back for another attempt. */
  void release();

  /** Gives the cut up for ever. The caller has named the gap in the ledger before (I9). */
  void reject();

  /**
   * Starts the lock's time afresh. Cheap to call often: it talks to the broker only when a third of
   * the lock's time has passed.
   */
  void renew();
}
