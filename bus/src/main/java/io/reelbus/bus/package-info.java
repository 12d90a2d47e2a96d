/**
 * The bus: everything Reelbus keeps in Kafka, as typed logs and one queue. Only this room knows
 * {@code org.apache.kafka}.
 *
 * <p>Way in: {@link io.reelbus.bus.Bus#connect}. From there one object per way of using the bus:
 *
 * <ul>
 *   <li>tapes: {@link io.reelbus.bus.TapeWriter}, {@link io.reelbus.bus.TapeReader}, {@link
 *       io.reelbus.bus.TapeAdmin}. A frame's payload travels as the record value, untouched; what
 *       describes it is a small record header;
 *   <li>cuts: {@link io.reelbus.bus.CutPublisher}, {@link io.reelbus.bus.CutConsumer}, a queue made
 *       of a Kafka share group, acknowledged one by one;
 *   <li>chunks: {@link io.reelbus.bus.ChunkPublisher}, {@link io.reelbus.bus.ChunkConsumer}, a
 *       consumer group whose offsets the assembler alone commits;
 *   <li>blobs and the ledger: publishers and {@link io.reelbus.bus.Tail}s;
 *   <li>desired state: {@link io.reelbus.bus.StateTopic}, compacted.
 * </ul>
 *
 * <p>Threads: {@code Bus} and all publishers may be shared. A reader or consumer belongs to the one
 * thread that polls it. A tail runs its own thread, {@code reelbus-tail-<topic>}, and calls its
 * listener there.
 *
 * <p>Failures are {@link io.reelbus.model.MediaException}s that say what to do next. Nothing here
 * decides what a failure means for a recording, nothing here decodes media, and no clock is read
 * but for deadlines.
 */
@NullMarked
package io.reelbus.bus;

import org.jspecify.annotations.NullMarked;
