package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.reelbus.model.Chunk;
import io.reelbus.model.Codec;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.Ratio;
import io.reelbus.model.Resize;
import io.reelbus.model.TapeFrame;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Crop-and-scale, and fewer pictures, where a slice is encoded. */
class ResizeTest {

  /** Luma says where a point was: {@code 20 + x / 4 + y / 2}. */
  private static final String GRADIENT =
      "nullsrc=size=320x240:rate=25:duration=0.2,format=yuv420p,geq=lum='20+X/4+Y/2':cb=128:cr=128";

  private static final String MOVING = "testsrc2=size=64x48:rate=30:duration=3";

  @AfterEach
  void nativeHandles_afterEachTest_areZero() {
    assertThat(NativeHandles.open()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "160, 90, 0, 30, 2.0", // wider: the middle 320x180
    "90, 90, 40, 0, 2.6667", // narrower: the middle 240x240
    "160, 120, 0, 0, 2.0", // the same shape
    "320, 180, 0, 30, 1.0", // cropped, not scaled
  })
  void encode_smaller_isTheMiddleUndistorted(
      int width, int height, int left, int top, double scale) {
    Chunk chunk =
        TestTape.of(GRADIENT)
            .with(new Resize(width, height, Ratio.UNKNOWN))
            .encode(Codec.H264, 2_000_000, 1_000_000)
            .get(0);

    TapeFrame picture = firstPicture(chunk);
    TapeFrame.Picture shape = Objects.requireNonNull(picture.picture());
    assertThat(shape.width() + "x" + shape.height()).isEqualTo(width + "x" + height);
    for (int[] at : new int[][] {{5, 5}, {width / 2, height / 2}, {width - 5, height - 5}}) {
      double x = left + at[0] * scale;
      double y = top + at[1] * scale;
      assertThat((double) luma(picture, at[0], at[1])).isCloseTo(20 + x / 4 + y / 2, within(4.0));
    }
  }

  @ParameterizedTest
  @CsvSource({"10/1, 1000000, 30", "10/1, 700000, 30", "25/2, 1000000, 38", "30/1, 1000000, 90"})
  void encode_slower_onePictureOfEachPeriod(String rate, long sliceUs, int pictures) {
    String[] parts = rate.split("/");
    Ratio target = new Ratio(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    List<Chunk> chunks =
        TestTape.of(MOVING).with(new Resize(64, 48, target)).encode(Codec.VP8, 200_000, sliceUs);

    List<EncodedPacket> packets = chunks.stream().flatMap(c -> c.packets().stream()).toList();
    assertThat(packets).hasSize(pictures);
    assertThat(chunks)
        .allSatisfy(
            chunk -> {
              assertThat(chunk.account().captured()).isEqualTo(chunk.units());
              assertThat(chunk.account().losses()).isEmpty();
            });
    List<Double> times = new ArrayList<>();
    packets.forEach(p -> times.add(p.timestamp() / 30.0));
    for (int i = 0; i < times.size(); i++) {
      assertThat(times.get(i)).isCloseTo(i / target.value(), within(1 / 30.0));
    }
  }

  @Test
  void encode_twice_sameBytes() {
    TestTape tape = TestTape.of(MOVING).with(new Resize(32, 18, new Ratio(10, 1)));
    assertThat(bytes(tape.encode(Codec.VP9, 100_000, 1_000_000)))
        .isEqualTo(bytes(tape.encode(Codec.VP9, 100_000, 1_000_000)));
  }

  private static List<ByteBuffer> bytes(List<Chunk> chunks) {
    return chunks.stream()
        .flatMap(chunk -> chunk.packets().stream())
        .map(packet -> ByteBuffer.wrap(packet.data()))
        .toList();
  }

  private static TapeFrame firstPicture(Chunk chunk) {
    List<TapeFrame> pictures = new ArrayList<>();
    try (RawDecoder decoder = new RawDecoder(Objects.requireNonNull(chunk.format()))) {
      for (EncodedPacket p : chunk.packets()) {
        TapeFrame packet =
            new TapeFrame(
                p.timestamp(),
                p.decodeTimestamp(),
                p.duration(),
                p.key(),
                0,
                null,
                List.of(),
                ByteBuffer.wrap(p.data()));
        pictures.addAll(decoder.decode(packet));
      }
      decoder.drain(pictures::add);
    }
    return pictures.get(0);
  }

  private static int luma(TapeFrame picture, int x, int y) {
    int width = Objects.requireNonNull(picture.picture()).width();
    return picture.data().get(picture.data().position() + y * width + x) & 0xff;
  }
}
