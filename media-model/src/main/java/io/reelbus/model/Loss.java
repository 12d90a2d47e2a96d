package io.reelbus.model;

/**
 * A named gap (I1).
 *
 * @param cause why, from the closed list
 * @param count video frames or audio samples missing; 0 when only the time range is known
 * @param fromUs media time of the gap's start, relative to the recording's start
 * @param toUs media time of the gap's end
 * @param detail one line for a person
 */
public record Loss(LossCause cause, long count, long fromUs, long toUs, String detail) {}
