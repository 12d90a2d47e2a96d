package io.reelbus.bus;

import io.reelbus.model.LedgerEvent;

/**
 * A ledger event and its place, which stays the same whoever reads it.
 *
 * @param partition of {@code ledger}
 * @param offset in the partition; grows, with holes
 * @param event what it says
 */
public record LedgerLine(int partition, long offset, LedgerEvent event) {}
