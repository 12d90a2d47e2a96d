package io.reelbus.bus;

import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TapeRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads stretches of tapes, one after another. Belongs to one thread; keep it, it is costly to
 * make.
 */
public interface TapeReader extends AutoCloseable {

  /** Turns to the start of a stretch. Cheap; gives up what was left of the one before. */
  void open(TapeRange range);

  /**
   * The next frame, or null at the end of the stretch. Its data belong to the caller.
   *
   * @throws io.reelbus.model.MediaException QUARANTINE when part of the stretch has expired, RETRY
   *     when nothing came within 30 s; the stretch must then be opened again
   * @throws IllegalStateException when no stretch is open
   */
  @Nullable TapeFrame next();

  /**
   * The next frame if all of it is here, without waiting; null also when it is still on its way.
   * The stretch may reach beyond the tape's end, which then may come later.
   *
   * @throws io.reelbus.model.MediaException QUARANTINE when part of the stretch has expired; it
   *     must then be opened again
   * @throws IllegalStateException when no stretch is open
   */
  @Nullable TapeFrame nextHere();

  /** Offset behind the last frame that was given, or the start of the stretch. */
  long position();

  /**
   * As {@link #next()} without the payload: where the next frame lies and what is said of it. Holds
   * no more than what one fetch brings.
   */
  @Nullable TapeRecord find();

  @Override
  void close();
}
