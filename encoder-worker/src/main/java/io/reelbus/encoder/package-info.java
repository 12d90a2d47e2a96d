/**
 * Turns cuts into chunks: the encoder farm.
 *
 * <p>Way in: {@link io.reelbus.encoder.EncoderWorker}. It runs some {@link
 * io.reelbus.encoder.EncoderLane}s, each with a thread that takes one cut at a time and keeps its
 * lock, and a {@link io.reelbus.encoder.Hand} that works: reads the tape, encodes, makes the chunk
 * durable; only then is the cut acknowledged. The work is done here or in a process of its own
 * ({@link io.reelbus.encoder.CutProcess}), which native code may crash without harm to others. A
 * worker may die at any point: the cut is delivered again and gives the same bytes (I2), and a
 * chunk counts once (I3).
 *
 * <p>Not here: where slices begin (capture-agent), the order of chunks (assembler), codecs
 * (media-ffmpeg).
 */
@NullMarked
package io.reelbus.encoder;

import org.jspecify.annotations.NullMarked;
