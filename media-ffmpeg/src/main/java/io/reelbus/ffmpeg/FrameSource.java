package io.reelbus.ffmpeg;

import io.reelbus.model.TapeFrame;
import org.jspecify.annotations.Nullable;

/** Where a cut's frames come from, in tape order. */
@FunctionalInterface
public interface FrameSource {

  /**
   * The next frame; its data may be reused once the following one is asked for.
   *
   * @return null at the end of the cut's tape range
   */
  @Nullable TapeFrame next();
}
