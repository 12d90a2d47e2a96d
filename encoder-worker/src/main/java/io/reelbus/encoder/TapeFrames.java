package io.reelbus.encoder;

import io.reelbus.bus.Delivery;
import io.reelbus.bus.TapeReader;
import io.reelbus.ffmpeg.FrameSource;
import io.reelbus.model.Cut;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The frames of a cut, range after range. Keeps the cut's lock alive while frames flow. */
final class TapeFrames implements FrameSource {

  private final Iterator<TapeRange> ranges;
  private final TapeReader reader;
  private final Delivery delivery;
  private boolean open;

  TapeFrames(Cut cut, TapeReader reader, Delivery delivery) {
    this.ranges = cut.tape().iterator();
    this.reader = reader;
    this.delivery = delivery;
  }

  @Override
  public @Nullable TapeFrame next() {
    delivery.renew();
    while (true) {
      if (!open) {
        if (!ranges.hasNext()) {
          return null;
        }
        reader.open(ranges.next());
        open = true;
      }
      TapeFrame frame = reader.next();
      if (frame != null) {
        return frame;
      }
      open = false;
    }
  }
}
