package io.reelbus.api.view;

/**
 * A recording with slices that are encoded and not in its file, or whose file is not stored though
 * all of them are.
 *
 * @param recordingId which
 * @param blobs slices in the file
 * @param uploadedBytes of the file
 */
public record WaitingSlices(String recordingId, int blobs, long uploadedBytes) {}
