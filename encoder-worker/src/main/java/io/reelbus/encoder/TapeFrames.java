package io.reelbus.encoder;

import io.reelbus.bus.TapeReader;
import io.reelbus.ffmpeg.FrameSource;
import io.reelbus.model.Cut;
import io.reelbus.model.MediaException;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a cut, range after range. Says with each that the work goes on.
 *
 * <p>A pause may outlast the tape. What was recorded just before it is then gone, and the slice
 * behind it is made without: {@link #isMissing} says so.
 */
final class TapeFrames implements FrameSource {

  private final Iterator<TapeRange> ranges;
  private final TapeReader reader;
  private final Runnable progress;
  private final boolean paused;
  private boolean open;
  private boolean missing;

  TapeFrames(Cut cut, TapeReader reader, Runnable progress) {
    this.ranges = cut.tape().iterator();
    this.reader = reader;
    this.progress = progress;
    this.paused = !cut.stretches().isEmpty();
  }

  /** Whether a range before a pause has expired. */
  boolean isMissing() {
    return missing;
  }

  @Override
  public @Nullable TapeFrame next() {
    progress.run();
    while (true) {
      if (!open) {
        if (!ranges.hasNext()) {
          return null;
        }
        reader.open(ranges.next());
        open = true;
      }
      TapeFrame frame = read();
      if (frame != null) {
        return frame;
      }
      open = false;
    }
  }

  private @Nullable TapeFrame read() {
    try {
      return reader.next();
    } catch (MediaException e) {
      if (!paused || !ranges.hasNext() || !e.name().equals("NotFoundError")) {
        throw e;
      }
      missing = true;
      return null;
    }
  }
}
