package io.reelbus.encoder;

/** Which cuts are worked on in a process of their own, where native code may crash. */
public enum Isolation {

  /** Those that were delivered before, or failed: something may be wrong with them. */
  SUSPECTS,

  /** All. */
  ALL
}
