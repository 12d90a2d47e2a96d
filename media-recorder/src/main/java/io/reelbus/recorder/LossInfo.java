package io.reelbus.recorder;

/**
 * A named gap of a recording.
 *
 * @param track index of the track
 * @param slice number of the slice
 * @param cause one of {@code io.reelbus.model.LossCause}
 * @param count frames or samples missing; 0 when only the time range is known
 * @param fromUs media time of its start, microseconds
 * @param toUs media time of its end, microseconds
 * @param detail one line for a person
 */
public record LossInfo(
    int track, int slice, String cause, long count, long fromUs, long toUs, String detail) {}
