/**
 * Turns cuts into chunks: the encoder farm.
 *
 * <p>Way in: {@link io.reelbus.encoder.EncoderWorker}. It runs some {@link
 * io.reelbus.encoder.EncoderLane}s, each with a thread of its own that takes one cut at a time:
 * read the tape, encode, make the chunk durable, and only then acknowledge the cut. A worker may
 * die at any point: the cut is delivered again and gives the same bytes (I2), and a chunk counts
 * once (I3).
 *
 * <p>Not here: where slices begin (capture-agent), the order of chunks (assembler), codecs
 * (media-ffmpeg).
 */
@NullMarked
package io.reelbus.encoder;

import org.jspecify.annotations.NullMarked;
