package io.reelbus.model;

/** Bit rates when none was asked for, and those that a codec can have. Pure. */
public final class BitRates {

  private static final long MIN_VIDEO = 100_000;
  private static final double MAX_FRAME_RATE = 120; // above, it is a clock rate, not a frame rate
  private static final long AUDIO_PER_CHANNEL = 64_000;
  private static final long MIN_OPUS = 500;
  private static final long MAX_OPUS_PER_CHANNEL = 256_000;

  private BitRates() {}

  /** Bits per second for a size and rate. */
  public static long video(Codec codec, VideoFormat video) {
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
  public static long audio(Codec codec, int channels) {
    return switch (codec) {
      case OPUS, AAC -> AUDIO_PER_CHANNEL * channels;
      default -> 0;
    };
  }

  /** The rate nearest to one that was asked for, of those that a codec of sound can have. */
  public static long nearest(Codec codec, int channels, long asked) {
    return switch (codec) {
      case OPUS -> Math.max(MIN_OPUS, Math.min(MAX_OPUS_PER_CHANNEL * channels, asked));
      case AAC -> asked; // its encoder takes the nearest itself
      default -> 0;
    };
  }
}
