/**
 * The words of Reelbus as types: time, tracks, tapes, cuts, chunks, recordings, ledger.
 *
 * <p>Way in: {@link io.reelbus.model.RecordingSpec} says what to record, {@link
 * io.reelbus.model.Cut} is the unit of encode work, {@link io.reelbus.model.Chunk} its result,
 * {@link io.reelbus.model.LedgerEvent} the account of both.
 *
 * <p>Everything here is immutable and may be shared between threads. There is no I/O, no clock, no
 * JSON, no protobuf and no FFmpeg in this room: it is pure JDK.
 */
@NullMarked
package io.reelbus.model;

import org.jspecify.annotations.NullMarked;
