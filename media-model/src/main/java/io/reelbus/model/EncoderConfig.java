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
 */
public record EncoderConfig(
    Codec codec,
    boolean copy,
    long bitRate,
    TimeBase timeBase,
    @Nullable VideoFormat video,
    @Nullable AudioFormat audio,
    int leadInPackets,
    boolean realtime) {}
