/**
 * The capture agent: opens devices and files, writes their frames to tapes, and cuts the tapes into
 * slices for every recorder.
 *
 * <p>Way in: {@link io.reelbus.agent.CaptureAgent}, set up by {@link
 * io.reelbus.agent.AgentSettings}. It announces the machine's devices, follows the desired state of
 * streams and recordings on the bus, and answers only through the ledger.
 *
 * <p>Threads: one <em>control</em> thread owns all decisions (which source is open, which recorder
 * runs); one <em>capture</em> thread per open source reads it and feeds its recorders; one
 * <em>emit</em> thread sends cuts. The slicers ({@link io.reelbus.agent.TrackSlicer}) are pure: no
 * bus, no clock, no thread; they decide where slices begin and end, from timestamps alone, so that
 * the same media always gives the same cuts.
 *
 * <p>Not here: decoding and encoding for files (the encoder worker does that), muxing, storage, and
 * FFmpeg or Kafka themselves.
 */
@NullMarked
package io.reelbus.agent;

import org.jspecify.annotations.NullMarked;
