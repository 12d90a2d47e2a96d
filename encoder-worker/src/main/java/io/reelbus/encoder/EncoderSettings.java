package io.reelbus.encoder;

/**
 * Settings of an encoder worker.
 *
 * @param workerId name in the ledger
 * @param lanes cuts worked on at the same time, at least 1; one per core is best
 * @param isolation which cuts get a process of their own
 */
public record EncoderSettings(String workerId, int lanes, Isolation isolation) {

  /** Checks the ranges. */
  public EncoderSettings {
    if (lanes < 1) {
      throw new IllegalArgumentException("lanes: " + lanes + " (expected: >= 1)");
    }
  }
}
