package io.reelbus.agent;

import io.reelbus.model.SliceAccount;
import org.jspecify.annotations.Nullable;

/**
 * A complete slice of one track: everything of a {@link io.reelbus.model.Cut} except where on Kafka
 * it lies. Fields as there.
 *
 * @param slice number, from 0
 * @param first first entry of the range, lead-in included; null when the range is empty
 * @param end last entry of the range, tail included; null when the range is empty
 * @param fromTimestamp first timestamp of the slice
 * @param toTimestamp timestamp behind it
 * @param firstSampleTimestamp audio: sample 0 of the encoder's packet grid
 * @param fromPacket audio: first packet
 * @param toPacket audio: packet behind
 * @param last whether the track ends with it
 * @param account what was captured
 */
record SlicePlan(
    int slice,
    @Nullable TapeEntry first,
    @Nullable TapeEntry end,
    long fromTimestamp,
    long toTimestamp,
    long firstSampleTimestamp,
    long fromPacket,
    long toPacket,
    boolean last,
    SliceAccount account) {}
