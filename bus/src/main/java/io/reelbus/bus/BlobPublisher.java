package io.reelbus.bus;

import io.reelbus.model.Blob;
import java.util.concurrent.CompletionStage;

/** Writes blobs for live listeners. May be shared between threads. */
public interface BlobPublisher {

  /** Completes when the blob is durable; fails with a RETRY {@code MediaException} otherwise. */
  CompletionStage<Void> publish(Blob blob);
}
