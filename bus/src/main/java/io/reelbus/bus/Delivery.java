package io.reelbus.bus;

import io.reelbus.model.Cut;

/**
 * A cut that is locked for this worker until it is settled by exactly one of {@link #accept},
 * {@link #release}, {@link #postpone} and {@link #reject}, or until the lock's time is over and
 * another worker gets it.
 *
 * <p>To be used on the thread of its {@link CutConsumer}. All calls that talk to the broker return
 * when the broker has answered, and throw a {@code MediaException} (RETRY) when it does not in
 * time, or when the lock was lost meanwhile ({@link #LOCK_LOST}): the cut is then someone else's.
 */
public interface Delivery {

  /**
   * Deliveries of one record that Kafka allows, the highest number that brokers take by default.
   * {@link #attempt} goes on behind it: a record that comes near is put in the queue anew.
   */
  int KAFKA_LIMIT = 10;

  /** Name of the failure when the cut is someone else's by now; the consumer goes on as before. */
  String LOCK_LOST = "InvalidStateError";

  /** The work. */
  Cut cut();

  /**
   * How often this cut was handed out, this time included, from 1. More than 1 means that a worker
   * died, was stopped, or gave it back.
   */
  int attempt();

  /** The chunk is durable; the cut is never delivered again. Durable when it returns. */
  void accept();

  /** Gives the cut back for another attempt. */
  void release();

  /**
   * Gives the cut back behind those that wait, uncounted: {@link #attempt} will be the same again.
   * For what is away and is not the cut's doing. A {@link #release} when the queue does not take
   * it.
   */
  void postpone();

  /** Gives the cut up for ever. The caller has named the gap in the ledger before (I9). */
  void reject();

  /**
   * Starts the lock's time afresh. Cheap to call often: it talks to the broker only when a third of
   * the lock's time has passed.
   */
  void renew();
}
