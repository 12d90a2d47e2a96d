package io.reelbus.model;

/**
 * Shape of an audio track's samples.
 *
 * @param sampleRate samples per second and channel, at least 1
 * @param channels at least 1
 * @param channelLayout FFmpeg's description, e.g. {@code stereo}
 * @param sampleFormat FFmpeg's name, e.g. {@code flt}; raw tapes are always interleaved
 * @param bitsPerSample of the source, 0 when unknown
 * @param frameSize samples per packet, 0 when it varies
 * @param initialPaddingSamples priming samples at the start of the stream that must not be heard
 * @param seekPrerollSamples samples a decoder needs before a seek point
 * @param blockAlign bytes per block of packed PCM codecs, 0 otherwise
 */
public record AudioFormat(
    int sampleRate,
    int channels,
    String channelLayout,
    String sampleFormat,
    int bitsPerSample,
    int frameSize,
    int initialPaddingSamples,
    int seekPrerollSamples,
    int blockAlign) {

  /** Checks the ranges. */
  public AudioFormat {
    if (sampleRate < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "audio: " + sampleRate + " Hz, " + channels + " channels (expected: at least 1 and 1)");
    }
  }

  /** The same with so many priming samples. */
  public AudioFormat withInitialPadding(int samples) {
    return new AudioFormat(
        sampleRate,
        channels,
        channelLayout,
        sampleFormat,
        bitsPerSample,
        frameSize,
        samples,
        seekPrerollSamples,
        blockAlign);
  }
}
