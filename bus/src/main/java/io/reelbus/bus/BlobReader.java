package io.reelbus.bus;

import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;

/** Reads blobs by their place, while the bus keeps them. For one thread at a time. */
public interface BlobReader extends AutoCloseable {

  /**
   * The blob at a place.
   *
   * @throws io.reelbus.model.MediaException {@code NotFoundError} (QUARANTINE) when it is not there
   *     any more, RETRY when the cluster does not answer
   */
  Blob read(BlobPlace place);

  @Override
  void close();
}
