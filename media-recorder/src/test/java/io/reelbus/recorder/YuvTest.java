package io.reelbus.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against the values of ITU-R BT.601 and BT.709 for 8 bits. */
class YuvTest {

  private static int[] converted(int height, int rgb) {
    int[] pixels = new int[3 * height];
    Arrays.fill(pixels, rgb);
    byte[] out = Yuv.of(height).i420(pixels, 3, height);
    int luma = 3 * height;
    int chroma = 2 * ((height + 1) / 2);
    assertThat(out).hasSize(luma + 2 * chroma);
    return new int[] {out[0] & 0xFF, out[luma] & 0xFF, out[luma + chroma] & 0xFF};
  }

  @Test
  void i420_smallPicture_isBt601() {
    assertThat(Yuv.of(719).code()).isEqualTo(6);
    assertThat(converted(3, 0xFF0000)).containsExactly(81, 90, 240);
    assertThat(converted(3, 0x00FF00)).containsExactly(145, 54, 34);
    assertThat(converted(3, 0x0000FF)).containsExactly(41, 240, 110);
  }

  @Test
  void i420_largePicture_isBt709() {
    assertThat(Yuv.of(720).code()).isEqualTo(1);
    assertThat(converted(720, 0xFF0000)).containsExactly(63, 102, 240);
    assertThat(converted(720, 0x00FF00)).containsExactly(173, 42, 26);
    assertThat(converted(720, 0x0000FF)).containsExactly(32, 240, 118);
  }

  @Test
  void i420_blackAndWhite_limitedRangeWithoutColour() {
    assertThat(converted(4, 0)).containsExactly(16, 128, 128);
    assertThat(converted(4, 0xFFFFFF)).containsExactly(235, 128, 128);
  }
}
