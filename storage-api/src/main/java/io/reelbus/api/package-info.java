/**
 * The HTTP door: the only room that people and programs outside the cluster talk to.
 *
 * <p>Way in: {@link io.reelbus.api.StorageApi}. The interface is described first, in {@code
 * openapi.yaml} beside this package; every request is checked against it before a handler sees it,
 * so handlers only check what a schema cannot say.
 *
 * <p>Commands are written to the bus as desired state ({@code StreamSpec}, {@code RecordingSpec})
 * and answered when {@link io.reelbus.api.view.ClusterView} shows them; other roles are never
 * called. Apart from recorders that were not started yet, no state lives here: a restarted API
 * finds all again on the bus.
 *
 * <p>One event loop owns all handlers; what blocks (bus writes, object store) runs on small named
 * worker pools. Every wait has a deadline, every body, buffer and number of clients a bound; beyond
 * it the answer is a problem with {@code QuotaExceededError}.
 *
 * <p>Events are told by {@code EventFeed}, one per listener, over SSE or a WebSocket.
 *
 * <p>Not here: media, Kafka, S3; what the ledger means to listeners is in {@code api.events}.
 */
@NullMarked
package io.reelbus.api;

import org.jspecify.annotations.NullMarked;
