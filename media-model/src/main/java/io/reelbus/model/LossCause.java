package io.reelbus.model;

/** Why media is missing. A closed list: every gap has one of these. */
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
  CLOCK_STEPPED
}
