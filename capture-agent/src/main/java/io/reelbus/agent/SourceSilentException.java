package io.reelbus.agent;

import io.reelbus.model.MediaException;

/** An open source does not give anything any more: device gone, camera silent. */
final class SourceSilentException extends MediaException {

  private static final long serialVersionUID = 1L;

  SourceSilentException(MediaException cause) {
    super(cause.name(), cause.next(), String.valueOf(cause.getMessage()), cause);
  }
}
