package io.reelbus.api.view;

/**
 * Account of one slice of a track while its recording is made.
 *
 * @param track index in the recording
 * @param slice number
 * @param state how far it is
 * @param capturedUnits frames or samples taken from the device
 * @param encodedUnits of them in the chunk, 0 before
 * @param fromUs media time of its start
 * @param toUs media time of its end
 */
public record SliceLine(
    int track,
    int slice,
    State state,
    long capturedUnits,
    long encodedUnits,
    long fromUs,
    long toUs) {

  /** How far a slice is. */
  public enum State {
    CAPTURED,
    ENCODED,
    /** In the upload; verified once the recording is stored. */
    STORED
  }
}
