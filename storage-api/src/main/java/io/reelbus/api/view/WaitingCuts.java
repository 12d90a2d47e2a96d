package io.reelbus.api.view;

import io.reelbus.model.Lane;

/**
 * The cuts of one track that are captured and not encoded.
 *
 * @param lane the queue they are in
 * @param cuts how many, at least 1
 * @param capturedAtUs wall clock of the first unit of the oldest; 0 when it has none
 * @param durationUs media time of the oldest
 * @param tape topic of the tape it is on; empty when it needs none
 */
public record WaitingCuts(Lane lane, long cuts, long capturedAtUs, long durationUs, String tape) {}
