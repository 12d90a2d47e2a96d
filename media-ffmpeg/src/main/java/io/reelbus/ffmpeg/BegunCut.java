package io.reelbus.ffmpeg;

import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;
import io.reelbus.model.TapeFrame;

/**
 * A cut of pictures that is encoded while they come, before it is known where it ends. What it
 * becomes is what {@link CutEncoder#encode} makes of the whole cut: an encoder is given the same
 * pictures in the same order, only earlier (I2).
 *
 * <p>One thread at a time. Owns native memory until it is closed.
 */
public final class BegunCut implements AutoCloseable {

  private final VideoSlice video;

  /**
   * Begins.
   *
   * @param expected id, format, encoder, origin and start are those of the cut to come; frames
   *     behind its end are not encoded
   */
  public BegunCut(Cut expected) {
    this.video = new VideoSlice(expected);
  }

  /**
   * Encodes the next frame.
   *
   * @param frame the first one, or the one behind the last one
   * @throws io.reelbus.model.MediaException it cannot be encoded; close this then
   */
  public void add(TapeFrame frame) {
    video.add(frame);
  }

  /**
   * Whether it can become a cut that ends here. It may have encoded more: that is no harm when the
   * encoder gave each packet before it was given the next picture, as realtime encoders do.
   *
   * @param toTimestamp see {@link Cut#toTimestamp()}
   */
  public boolean canEndAt(long toTimestamp) {
    return video.canEndAt(toTimestamp);
  }

  /**
   * Encodes what is left, once, of a cut that it {@link #canEndAt}.
   *
   * @param cut as it became
   * @param rest its frames behind those that were added
   * @param worker name for the ledger
   * @param attempt delivery count, from 1
   * @throws io.reelbus.model.MediaException {@code QUARANTINE} when this cut fails every time
   */
  public Chunk finish(Cut cut, FrameSource rest, String worker, int attempt) {
    return CutEncoder.chunk(cut, video.finish(cut, rest), worker, attempt);
  }

  @Override
  public void close() {
    video.close();
  }
}
