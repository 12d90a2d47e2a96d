package io.reelbus.model;

/** Where a recording stands. */
public enum RecordingState {
  /** Being captured or worked on. */
  RECORDING,
  /** Complete and verified; captured = stored. */
  STORED,
  /** Verified, with named losses. */
  PARTIAL,
  /** No file could be made. */
  FAILED
}
