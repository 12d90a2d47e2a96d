/**
 * What the storage API knows of the cluster, in memory, rebuilt from the bus at every start.
 *
 * <p>Way in: {@link io.reelbus.api.view.ClusterView}, which owns the tails. One class per concern
 * behind it: {@link io.reelbus.api.view.AgentsView}, {@link io.reelbus.api.view.StreamsView},
 * {@link io.reelbus.api.view.RecordingsView}, and what the ledger means in {@code api.events}.
 *
 * <p>Each view is written by the bus's tail threads and read by HTTP threads, under its own lock;
 * readers get immutable snapshots. The topics behind the views are read independently, so a ledger
 * event may come before the spec it is about: views take both orders. Every event may come twice.
 *
 * <p>Not here: HTTP, JSON, decisions. A view never writes to the bus.
 */
@NullMarked
package io.reelbus.api.view;

import org.jspecify.annotations.NullMarked;
