/**
 * Between the words of {@code io.reelbus.model} and the bytes of Kafka records: one small class of
 * static functions per kind of record, {@code encode} one way and {@code decode} the other. The
 * formats themselves are in {@code src/main/proto}.
 *
 * <p>Decoding throws a {@link io.reelbus.model.MediaException} (QUARANTINE) for bytes that are not
 * what they should be; it never gives half a value. Ids and names are interned: they are the same
 * in thousands of records, and whoever remembers those holds one of each. Nothing here talks to
 * Kafka, and nothing here has state.
 */
@NullMarked
package io.reelbus.bus.wire;

import org.jspecify.annotations.NullMarked;
