package io.reelbus.recorder;

/**
 * The {@code error} event of a recorder.
 *
 * @param error DOMException name, e.g. {@code InvalidModificationError}
 * @param message one line for a person
 */
public record MediaRecorderErrorEvent(String error, String message) {}
