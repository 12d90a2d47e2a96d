package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.AudioFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blocks of a 1 kHz tone at 48 kHz, in two channels of 16 bits. */
class SampleLineTest {

  private static final int RATE = 48_000;
  private static final int BLOCK = 960;
  private static final AudioFormat STEREO =
      new AudioFormat(RATE, 2, "stereo", "s16", 16, 0, 0, 0, 0);

  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final SampleLine line = new SampleLine(0, 4, STEREO, heard::writeBytes);

  private static double tone(double sample) {
    return 20_000 * Math.sin(2 * Math.PI * 1000 * sample / RATE);
  }

  private static byte[] block(long fromSample) {
    ByteBuffer block = ByteBuffer.allocate(4 * BLOCK).order(ByteOrder.nativeOrder());
    for (int i = 0; i < BLOCK; i++) {
      short value = (short) Math.rint(tone((double) (fromSample + i)));
      block.putShort(value).putShort((short) -value);
    }
    return block.array();
  }

  private double left(int sample) {
    return ByteBuffer.wrap(heard.toByteArray()).order(ByteOrder.nativeOrder()).getShort(4 * sample);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1})
  void add_deviceOffByASampleInEachBlock_isContinuousAndAsLongAsTheClockSays(int nudge) {
    for (int b = 0; b < 50; b++) {
      line.add(b * (long) (BLOCK + nudge), block(b * (long) BLOCK));
    }
    int length = 50 * BLOCK + 49 * nudge;
    assertThat(heard.size()).isEqualTo(4 * length);
    assertThat(line.silent()).isZero();
    double worst = 0;
    for (int i = BLOCK; i < length; i++) {
      // Block b >= 1 plays its BLOCK samples in BLOCK + nudge, and ends on its own last sample.
      int b = 1 + (i - BLOCK) / (BLOCK + nudge);
      double within = ((i - BLOCK) % (BLOCK + nudge) + 1) * (double) BLOCK / (BLOCK + nudge) - 1;
      worst = Math.max(worst, Math.abs(left(i) - tone(b * (double) BLOCK + within)));
    }
    assertThat(20 * Math.log10(worst / 20_000)).as("dB below the tone").isLessThan(-50);
  }

  @Test
  void add_gapOfMoreThanASample_isSilent() {
    line.add(0, block(0));
    line.add(BLOCK + 10, block(BLOCK + 10));

    assertThat(line.silent()).isEqualTo(10);
    for (int i = BLOCK; i < BLOCK + 10; i++) {
      assertThat(left(i)).isZero();
    }
  }

  @Test
  void add_overlapOfMoreThanASample_isDropped() {
    line.add(0, block(0));
    line.add(BLOCK - 10, block(BLOCK - 10));

    assertThat(heard.size()).isEqualTo(4 * (2 * BLOCK - 10));
    assertThat(left(BLOCK)).isEqualTo(Math.rint(tone(BLOCK)));
  }
}
