package io.reelbus.model;

import org.jspecify.annotations.Nullable;

/**
 * How a cut becomes a chunk. Fully resolved: two workers that read the same configuration write the
 * same bytes (I2).
 *
 * @param codec what to write
 * @param copy true to pass packets through unchanged; then the rest is only informative
 * @param bitRate bits per second; 0 lets the encoder choose by quality
 * @param timeBase of the packets written
 * @param video size, pixel format and nominal rate to encode at, null for audio
 * @param audio sample rate, layout and {@code frameSize} to encode at, null for video
 * @param leadInPackets audio packets encoded before the slice and thrown away, so that joins are
 *     inaudible
 * @param realtime true for live recordings: the encoder's speed setting for capture, not for files
 * @param options key frames and kind of bit rate
 * @param resize how pictures are cropped, scaled and thinned out to {@code video}; null for not at
 *     all
 */
public record EncoderConfig(
    Codec codec,
    boolean copy,
    long bitRate,
    TimeBase timeBase,
    @Nullable VideoFormat video,
    @Nullable AudioFormat audio,
    int leadInPackets,
    boolean realtime,
    EncodingOptions options,
    @Nullable Resize resize) {

  /** One that nothing more was asked of. */
  public EncoderConfig(
      Codec codec,
      boolean copy,
      long bitRate,
      TimeBase timeBase,
      @Nullable VideoFormat video,
      @Nullable AudioFormat audio,
      int leadInPackets,
      boolean realtime) {
    this(
        codec,
        copy,
        bitRate,
        timeBase,
        video,
        audio,
        leadInPackets,
        realtime,
        EncodingOptions.DEFAULTS,
        null);
  }

  /** The same, asked for more. */
  public EncoderConfig with(EncodingOptions newOptions, @Nullable Resize newResize) {
    return new EncoderConfig(
        codec,
        copy,
        bitRate,
        timeBase,
        video,
        audio,
        leadInPackets,
        realtime,
        newOptions,
        newResize);
  }
}
