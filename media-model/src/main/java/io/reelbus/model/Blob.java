package io.reelbus.model;

/**
 * Container bytes of one slice with all tracks muxed: what {@code dataavailable} delivers.
 *
 * @param recordingId recording
 * @param slice number, from 0; emitted in order (I4)
 * @param timecodeUs media time of its first frame
 * @param last whether the recording ends with it
 * @param data the bytes; treat as immutable, never compared
 */
public record Blob(String recordingId, int slice, long timecodeUs, boolean last, byte[] data) {}
