package io.reelbus.model;

/**
 * A {@code MediaStreamTrack} that an agent has open.
 *
 * @param trackId identity: {@code streamId/source index/track index in the source}
 * @param agentId whose
 * @param label what a person calls it
 * @param format what its tape holds
 * @param topic tape's topic
 * @param partition tape's partition
 */
public record LiveTrack(
    String trackId,
    String agentId,
    String label,
    TrackFormat format,
    String topic,
    int partition) {}
