package io.reelbus.model;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame as captured: a picture, a run of PCM samples, or a packet of a native tape.
 *
 * @param timestamp presentation time in ticks of the tape's time base
 * @param decodeTimestamp decode time in the same ticks; equals {@code timestamp} on raw tapes
 * @param duration ticks, 0 when unknown
 * @param key whether decoding can start here; always true on raw tapes
 * @param sampleCount samples per channel of an audio frame, 0 for video
 * @param picture size and pixel format of a raw picture, null otherwise. It may differ from the
 *     track's when a source changes size midway
 * @param sideData packet side data
 * @param data payload from position to limit; raw pictures are FFmpeg's planes in order, each
 *     tightly packed (alignment 1); raw audio is interleaved. The receiver may read, not keep, it
 *     unless the producer says so
 */
public record TapeFrame(
    long timestamp,
    long decodeTimestamp,
    long duration,
    boolean key,
    int sampleCount,
    @Nullable Picture picture,
    List<SideData> sideData,
    ByteBuffer data) {

  /**
   * Shape of one raw picture.
   *
   * @param width pixels
   * @param height pixels
   * @param pixelFormat FFmpeg's name
   */
  public record Picture(int width, int height, String pixelFormat) {}

  /** Payload size in bytes. */
  public int size() {
    return data.remaining();
  }
}
