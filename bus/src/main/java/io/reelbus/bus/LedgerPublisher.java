package io.reelbus.bus;

import io.reelbus.model.LedgerEvent;
import java.util.concurrent.CompletionStage;

/** Writes the account. May be shared between threads; events of one subject keep their order. */
public interface LedgerPublisher {

  /** Completes when the event is durable; fails with a RETRY {@code MediaException} otherwise. */
  CompletionStage<Void> publish(LedgerEvent event);
}
