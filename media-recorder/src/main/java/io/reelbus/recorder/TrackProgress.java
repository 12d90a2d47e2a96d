package io.reelbus.recorder;

/**
 * How far one track of a recording is. Units are frames (video) or samples per channel (audio).
 *
 * @param index of the track in the recording, from 0
 * @param trackId of the stream's track
 * @param kind {@code video} or {@code audio}; empty when the stream is no longer known
 * @param capturedSlices slices on tape with their cut in the queue
 * @param encodedSlices slices whose chunk is durable
 * @param storedSlices slices whose blob is in the upload; verified once the recording is stored
 * @param capturedUnits units taken from the device, lost ones included
 * @param encodedUnits units in chunks
 * @param lostUnits units named lost in the ledger
 * @param encodedBytes bytes in chunks
 * @param capturedUs media time up to which it is captured, microseconds
 * @param encodedUs media time up to which it is encoded without a hole, microseconds
 * @param ended whether its last slice is captured
 */
public record TrackProgress(
    int index,
    String trackId,
    String kind,
    long capturedSlices,
    long encodedSlices,
    long storedSlices,
    long capturedUnits,
    long encodedUnits,
    long lostUnits,
    long encodedBytes,
    long capturedUs,
    long encodedUs,
    boolean ended) {}
