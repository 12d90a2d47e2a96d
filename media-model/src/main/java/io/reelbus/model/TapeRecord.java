package io.reelbus.model;

/**
 * A frame that was found on a tape, without its payload.
 *
 * @param range where all of it lies
 * @param frame all but its data, which are empty
 * @param sizeBytes of the payload, at least 0
 * @param mark what was written with it
 */
public record TapeRecord(TapeRange range, TapeFrame frame, long sizeBytes, TapeMark mark) {}
