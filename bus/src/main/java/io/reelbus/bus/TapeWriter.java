package io.reelbus.bus;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import java.util.concurrent.CompletionStage;

/**
 * The one writer of one tape. Belongs to one thread.
 *
 * <p>Bound: the frames of all tapes of a {@link Bus} that are not yet acknowledged share 64 MiB
 * ({@code buffer.memory}). Full means {@link #append} waits; it never drops.
 */
public interface TapeWriter extends AutoCloseable {

  /**
   * Writes one frame, in parts when it is larger than a record. The payload (position to limit,
   * which stay as they are) has been copied when this returns.
   *
   * @param mark what is said of the place before it
   * @return where the frame lies, when it is durable; fails with a RETRY {@code MediaException}
   *     when the cluster did not take it in time, and the frame is then not on the tape
   * @throws io.reelbus.model.MediaException RETRY when the buffer stayed full for 10 s
   */
  CompletionStage<TapeRange> append(TapeFrame frame, TapeMark mark);

  /** Writes one frame of which nothing more is said. */
  default CompletionStage<TapeRange> append(TapeFrame frame) {
    return append(frame, TapeMark.NONE);
  }

  /** Returns when every frame appended before has completed or failed. */
  void flush();

  /** Flushes. The tape stays. */
  @Override
  void close();
}
