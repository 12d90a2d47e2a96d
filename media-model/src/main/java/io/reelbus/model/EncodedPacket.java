package io.reelbus.model;

import java.util.Arrays;
import java.util.List;

/**
 * One {@code EncodedVideoChunk} or {@code EncodedAudioChunk} of WebCodecs.
 *
 * @param timestamp presentation time in the track's ticks, 0 is the recording's start. May be
 *     negative: audio priming, a track that began before the others
 * @param decodeTimestamp decode time, never above {@code timestamp}
 * @param duration ticks
 * @param key whether decoding can start here
 * @param sideData packet side data, e.g. samples to skip
 * @param data the packet's bytes; treat as immutable
 */
public record EncodedPacket(
    long timestamp,
    long decodeTimestamp,
    long duration,
    boolean key,
    List<SideData> sideData,
    byte[] data) {

  @Override
  public boolean equals(Object other) {
    return other instanceof EncodedPacket that
        && timestamp == that.timestamp
        && decodeTimestamp == that.decodeTimestamp
        && duration == that.duration
        && key == that.key
        && sideData.equals(that.sideData)
        && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(timestamp) * 31 + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return timestamp + (key ? " key " : " ") + data.length + " bytes";
  }
}
