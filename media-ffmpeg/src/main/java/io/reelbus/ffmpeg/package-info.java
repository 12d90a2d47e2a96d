/**
 * The only room that talks to FFmpeg: opening devices and files, decoding, encoding, muxing,
 * checking.
 *
 * <p>Ways in: {@link io.reelbus.ffmpeg.MediaInputs} opens media, {@link
 * io.reelbus.ffmpeg.RawDecoder} turns packets into pictures and samples, {@link
 * io.reelbus.ffmpeg.CutEncoder} makes a chunk of a cut, {@link io.reelbus.ffmpeg.Muxer} makes a
 * file of chunks, {@link io.reelbus.ffmpeg.MediaCheck} reads a file back.
 *
 * <p>Every object here is used by one thread at a time; only {@link
 * io.reelbus.ffmpeg.MediaInput#interrupt()} may be called from another. Native memory has one
 * {@link java.lang.AutoCloseable} owner each, counted by {@link io.reelbus.ffmpeg.NativeHandles};
 * no pointer leaves this package.
 *
 * <p>Not here: what to record, where slices begin, Kafka, the object store.
 */
@NullMarked
package io.reelbus.ffmpeg;

import org.jspecify.annotations.NullMarked;
