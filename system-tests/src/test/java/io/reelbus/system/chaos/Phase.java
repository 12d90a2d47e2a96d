package io.reelbus.system.chaos;

import java.time.Duration;
import java.util.List;

/**
 * A part of a run.
 *
 * @param acts done one after the other while files are ingested
 * @param live whether a camera is recorded meanwhile
 * @param spread over how long the acts are spread at least
 */
record Phase(List<Act> acts, boolean live, Duration spread) {

  /** With one act soon after the other, and a camera. */
  static Phase of(List<Act> acts) {
    return new Phase(acts, true, Duration.ZERO);
  }
}
