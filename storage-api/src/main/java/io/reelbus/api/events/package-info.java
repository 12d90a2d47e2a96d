/**
 * What the ledger means to listeners: the recorder's own events in the order of MediaStream
 * Recording, section 2.3, those of streams, and the place of each so that a listener can resume
 * behind it at any API process.
 *
 * <p>Way in: {@link io.reelbus.api.events.EventLog}, written by the ledger's tail thread through
 * {@link io.reelbus.api.events.Narrator}, and {@link io.reelbus.api.events.EventReader}, one per
 * listener. Events are derived from the ledger alone, partition by partition: every process that
 * reads it tells the same events with the same {@link io.reelbus.api.events.Cursor}.
 *
 * <p>Not here: JSON, HTTP.
 */
@NullMarked
package io.reelbus.api.events;

import org.jspecify.annotations.NullMarked;
