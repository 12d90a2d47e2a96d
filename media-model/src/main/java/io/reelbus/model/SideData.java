package io.reelbus.model;

import java.util.Arrays;

/**
 * FFmpeg packet side data that must travel with media: display matrix, skipped samples, palettes.
 *
 * @param type FFmpeg's {@code AVPacketSideDataType} number
 * @param data its bytes; treat as immutable
 */
public record SideData(int type, byte[] data) {

  @Override
  public boolean equals(Object other) {
    return other instanceof SideData that && type == that.type && Arrays.equals(data, that.data);
  }

  @Override
  public int hashCode() {
    return 31 * type + Arrays.hashCode(data);
  }

  @Override
  public String toString() {
    return "SideData[" + type + ", " + data.length + " bytes]";
  }
}
