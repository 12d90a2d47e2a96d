package io.reelbus.bus;

import io.reelbus.model.Cut;
import java.util.concurrent.CompletionStage;

/** Writes cuts to the queue of their lane. May be shared between threads. */
public interface CutPublisher {

  /** Completes when the cut is durable; fails with a RETRY {@code MediaException} otherwise. */
  CompletionStage<Void> publish(Cut cut);
}
