package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpusPacketsTest {

  @ParameterizedTest(name = "configuration {0}: {1} samples a frame")
  @CsvSource({
    "0, 480",
    "1, 960",
    "2, 1920",
    "3, 2880",
    "11, 2880",
    "12, 480",
    "13, 960",
    "15, 960",
    "16, 120",
    "17, 240",
    "18, 480",
    "19, 960",
    "31, 960"
  })
  void samples_oneFrame_areTheConfigurations(int configuration, int samples) {
    assertThat(OpusPackets.samples(new byte[] {(byte) (configuration << 3)})).isEqualTo(samples);
  }

  @ParameterizedTest(name = "code {0}")
  @CsvSource({"0, 1", "1, 2", "2, 2", "3, 5"})
  void samples_severalFrames_areAddedUp(int code, int frames) {
    byte[] head = {(byte) (31 << 3 | code), (byte) (0x80 | 5)};
    assertThat(OpusPackets.samples(head)).isEqualTo(frames * 960);
  }

  @Test
  void samples_cutShort_areNotKnown() {
    assertThat(OpusPackets.samples(new byte[0])).isZero();
    assertThat(OpusPackets.samples(new byte[] {(byte) 0xFF})).isZero();
  }
}
