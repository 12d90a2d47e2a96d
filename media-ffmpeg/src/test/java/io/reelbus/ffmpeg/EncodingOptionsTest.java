package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Chunk;
import io.reelbus.model.Codec;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.EncodingOptions;
import io.reelbus.model.EncodingOptions.BitrateMode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a recorder may ask of encoders beyond a codec and a bit rate. */
class EncodingOptionsTest {

  private static final String PICTURE = "testsrc2=size=160x96:rate=25:duration=3";
  private static final String SPEECH_LIKE =
      "aevalsrc=exprs='0.4*sin(2*PI*t*(200+300*floor(mod(t*3,4))))*gt(mod(t,1),0.4)'"
          + ":sample_rate=48000:duration=3,aformat=channel_layouts=mono";

  private static List<Integer> keyFrames(List<Chunk> chunks) {
    List<Integer> keys = new ArrayList<>();
    int picture = 0;
    for (Chunk chunk : chunks) {
      for (EncodedPacket packet : chunk.packets()) {
        if (packet.key()) {
          keys.add(picture);
        }
        picture++;
      }
    }
    return keys;
  }

  private static EncodingOptions keyFrames(long everyUs, int everyCount) {
    return new EncodingOptions(BitrateMode.VARIABLE, everyUs, everyCount);
  }

  @ParameterizedTest
  @EnumSource(names = {"H264", "VP8", "VP9", "AV1"})
  void encode_keyFrameCount_everyNthPictureOfASliceIsKey(Codec codec) {
    List<Chunk> chunks =
        TestTape.of(PICTURE).with(keyFrames(0, 10)).encode(codec, 200_000, 2_000_000);

    assertThat(keyFrames(chunks)).containsExactly(0, 10, 20, 30, 40, 50, 60, 70);
  }

  @ParameterizedTest
  @CsvSource({
    "H264, 500000, 0 13 26 39 50 63", // 0.5 s is 12.5 pictures: the first behind it
    "VP9, 400000, 0 10 20 30 40 50 60 70",
    "VP8, 1, 0 1 2"
  })
  void encode_keyFrameDuration_firstPictureBehindItIsKey(Codec codec, long everyUs, String keys) {
    List<Chunk> chunks =
        TestTape.of(PICTURE).with(keyFrames(everyUs, 0)).encode(codec, 200_000, 2_000_000);

    List<Integer> expected = List.of(keys.split(" ")).stream().map(Integer::valueOf).toList();
    assertThat(keyFrames(chunks)).startsWith(expected.toArray(Integer[]::new));
    assertThat(keyFrames(chunks).size()).isEqualTo(everyUs == 1 ? 75 : expected.size());
  }

  @Test
  void encode_constantOpus_packetsOfOneSize() {
    TestTape sound = TestTape.of(SPEECH_LIKE);

    assertThat(sizes(sound.with(new EncodingOptions(BitrateMode.CONSTANT, 0, 0))))
        .containsOnly(160); // 64 kbit/s for 20 ms
    assertThat(sizes(sound.with(EncodingOptions.DEFAULTS))).hasSizeGreaterThan(10);
  }

  private static List<Integer> sizes(TestTape sound) {
    return sound.encode(Codec.OPUS, 64_000, 1_000_000).stream()
        .flatMap(chunk -> chunk.packets().stream())
        .map(packet -> packet.data().length)
        .distinct()
        .toList();
  }
}
