package io.reelbus.api.view;

/**
 * How far a track of a recording is. Units are frames or samples per channel.
 *
 * @param capturedSlices on tape with their cut in the queue
 * @param encodedSlices with a durable chunk
 * @param storedSlices in the upload
 * @param capturedUnits taken from the device
 * @param encodedUnits in chunks
 * @param lostUnits named lost
 * @param encodedBytes in chunks
 * @param capturedUs media time captured
 * @param encodedUs media time encoded without a hole
 * @param ended whether its last slice is captured
 */
public record TrackProgress(
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
