package io.reelbus.bus;

import java.util.concurrent.CompletionStage;

/** Writes a pushed stream. One call at a time. */
public interface PushWriter {

  /** Bytes that one part may have. */
  int maxPartBytes();

  /**
   * Appends a part; its offset is ignored.
   *
   * @return its offset when the bus has it; fails with a {@code MediaException}, mostly RETRY: the
   *     same part may be appended again
   */
  CompletionStage<Long> append(PushPart part);
}
