package io.reelbus.model;

import java.util.Arrays;
import java.util.List;

/**
 * FFmpeg packet side data that must travel with media: display matrix, skipped samples, palettes.
 *
 * @param type FFmpeg's {@code AVPacketSideDataType} number, or {@link #HIDDEN}
 * @param data its bytes; treat as immutable
 */
public record SideData(int type, byte[] data) {

  /**
   * Type, not one of FFmpeg's, that marks a packet others depend on but that is not itself shown or
   * heard: an MP4 edit list leaves it out. No data.
   */
  public static final int HIDDEN = -1;

  /** Whether a packet with these is decoded without being shown or heard. */
  public static boolean hides(List<SideData> sideData) {
    return sideData.stream().anyMatch(s -> s.type() == HIDDEN);
  }

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
