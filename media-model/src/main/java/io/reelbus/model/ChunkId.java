package io.reelbus.model;

/**
 * Identity of a chunk: it counts once, however often it was made (I3).
 *
 * @param recordingId recording
 * @param track index of the track in the recording, from 0
 * @param slice number of the slice, from 0
 */
public record ChunkId(String recordingId, int track, int slice) {

  @Override
  public String toString() {
    return recordingId + "/" + track + "/" + slice;
  }
}
