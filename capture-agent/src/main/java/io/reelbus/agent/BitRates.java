package io.reelbus.agent;

import io.reelbus.model.Codec;
import io.reelbus.model.VideoFormat;

/** Bit rates when none was asked for. */
final class BitRates {

  private static final long MIN_VIDEO = 100_000;
  private static final double MAX_FRAME_RATE = 120; // above, it is a clock rate, not a frame rate
  private static final long AUDIO_PER_CHANNEL = 64_000;

  private BitRates() {}

  /** Bits per second for a size and rate. */
  static long video(Codec codec, VideoFormat video) {
    double bitsPerPixel =
        switch (codec) {
          case H264, VP8 -> 0.1;
          default -> 0.07;
        };
    double rate = Math.min(MAX_FRAME_RATE, video.frameRate().value());
    double pixelsPerSecond = video.width() * (double) video.height() * rate;
    return Math.max(MIN_VIDEO, Math.round(pixelsPerSecond * bitsPerPixel));
  }

  /** Bits per second for a number of channels; 0 for lossless codecs. */
  static long audio(Codec codec, int channels) {
    return switch (codec) {
      case OPUS, AAC -> AUDIO_PER_CHANNEL * channels;
      default -> 0;
    };
  }
}
