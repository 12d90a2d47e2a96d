package io.reelbus.model;

/** Why media is not there. A closed list: every gap has one of these. */
public enum LossCause {
  DEVICE_STALLED,
  DEVICE_GONE,
  AGENT_DOWN,
  AGENT_BUFFER_FULL,
  BUS_UNAVAILABLE,
  TAPE_EXPIRED,
  CUT_FAILED,
  CORRUPT_INPUT,
  PAUSED,
  CLOCK_STEPPED,
  /** The track was disabled, and its packets are copied: black could not stand in for them. */
  DISABLED;

  /** Whether somebody asked for it: nothing that was wanted is missing. */
  public boolean isAskedFor() {
    return this == PAUSED || this == DISABLED;
  }
}
