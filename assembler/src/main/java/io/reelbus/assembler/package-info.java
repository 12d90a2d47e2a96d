/**
 * Turns chunks into blobs and files: puts them in order, drops repeats, interleaves the tracks,
 * muxes, publishes each slice's bytes at once and streams them into the object store.
 *
 * <p>Way in: {@link io.reelbus.assembler.Assembler}, given a bus and a store. Inside, from pure to
 * impure:
 *
 * <ul>
 *   <li>{@link io.reelbus.assembler.SliceQueue} orders the chunks of one recording, {@link
 *       io.reelbus.assembler.SliceMuxer} makes bytes of a complete slice, {@link
 *       io.reelbus.assembler.SliceLedger} keeps the account, {@link
 *       io.reelbus.assembler.OffsetBook} knows what may be committed. No I/O, no clock;
 *   <li>{@link io.reelbus.assembler.FileWriter} sends the bytes away and ends the file;
 *   <li>{@link io.reelbus.assembler.RecordingSession} is one recording's state machine; {@link
 *       io.reelbus.assembler.AssemblyLoop} steps them all.
 * </ul>
 *
 * <p>Threads: {@code reelbus-assembler} owns the consumer, the sessions and the offsets; it never
 * waits for the store. Each session has at most one task on a {@code reelbus-assembler-writer}
 * thread, which owns the session's muxer and upload while it runs.
 *
 * <p>A file depends on its chunks alone (I5), so every failure has the same answer: read the chunks
 * again and write the file again. Offsets are committed when the file is stored and verified (I6).
 *
 * <p>Not here: encoding, slice borders, and who asked for the recording.
 */
@NullMarked
package io.reelbus.assembler;

import org.jspecify.annotations.NullMarked;
