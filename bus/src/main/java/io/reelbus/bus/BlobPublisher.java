package io.reelbus.bus;

import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;
import java.util.concurrent.CompletionStage;

/** Writes blobs for live listeners. May be shared between threads. */
public interface BlobPublisher {

  /**
   * Completes with its place when the blob is durable; fails with a RETRY {@code MediaException}
   * otherwise.
   */
  CompletionStage<BlobPlace> publish(Blob blob);
}
