package io.reelbus.recorder;

/**
 * A time that is not in a recording.
 *
 * @param pausedAtUs wall clock of its start, microseconds since the epoch
 * @param resumedAtUs wall clock behind it; 0 when recording did not go on
 */
public record PauseInfo(long pausedAtUs, long resumedAtUs) {}
