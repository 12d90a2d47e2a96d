package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Chunk;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.Ratio;
import io.reelbus.model.Resize;
import io.reelbus.model.TapeFrame;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A cut that is begun before its end is known becomes the same bytes (I2). */
class BegunCutTest {

  private static final TestTape TAPE =
      TestTape.of("testsrc2=size=160x96:rate=25:duration=2"); // 50 pictures
  private static final long RATE = 200_000;

  @ParameterizedTest
  @EnumSource(names = {"H264", "VP8", "VP9", "AV1"})
  void finish_afterAnyNumberOfPictures_isTheChunkOfTheWholeCut(Codec codec) {
    Cut cut = TAPE.videoCut(codec, RATE, 1_000_000);
    Chunk whole = encode(cut);

    for (int ahead : new int[] {0, 1, 13, 25}) {
      assertThat(begun(cut, cut, ahead)).usingRecursiveComparison().isEqualTo(whole);
    }
    assertThat(whole.packets()).hasSize(25);
  }

  @Test
  void finish_sooner_isTheChunkOfTheShorterCut() {
    Cut expected = TAPE.videoCut(Codec.H264, RATE, 1_000_000);
    Cut shorter = TAPE.videoCut(Codec.H264, RATE, 600_000);

    assertThat(begun(expected, shorter, 13)).usingRecursiveComparison().isEqualTo(encode(shorter));
  }

  @ParameterizedTest
  @EnumSource(names = {"H264", "VP8", "VP9"})
  void finish_soonerThanWhatIsEncoded_isTheChunkOfTheShorterCut(Codec codec) {
    Cut expected = TAPE.videoCut(codec, RATE, 1_000_000);
    Cut shorter = TAPE.videoCut(codec, RATE, 600_000);

    assertThat(begun(expected, shorter, 22)).usingRecursiveComparison().isEqualTo(encode(shorter));
  }

  @Test
  void canEndAt_beforePicturesThatThePacketsMayDependOn_isFalse() {
    Cut cut = TAPE.videoCut(Codec.AV1, RATE, 1_000_000); // looks ahead
    try (BegunCut begun = new BegunCut(cut)) {
      TAPE.frames().subList(0, 20).forEach(begun::add);

      assertThat(begun.canEndAt(15)).isFalse();
      assertThat(begun.canEndAt(20)).isTrue();
    }
  }

  @Test
  void finish_later_isTheChunkOfTheLongerCut() {
    Cut expected = TAPE.videoCut(Codec.VP8, RATE, 1_000_000);
    Cut longer = TAPE.videoCut(Codec.VP8, RATE, 1_800_000);

    assertThat(begun(expected, longer, 25)).usingRecursiveComparison().isEqualTo(encode(longer));
  }

  @Test
  void finish_smallerAndSlower_leavesTheSamePicturesOut() {
    TestTape small = TAPE.with(new Resize(80, 48, new Ratio(10, 1)));
    Cut cut = small.videoCut(Codec.VP8, RATE, 1_000_000);

    Chunk chunk = begun(cut, cut, 11);

    assertThat(chunk).usingRecursiveComparison().isEqualTo(encode(cut));
    assertThat(chunk.packets()).hasSize(10);
  }

  @Test
  void close_unfinished_leavesNoNativeMemory() {
    int before = NativeHandles.open();
    try (BegunCut begun = new BegunCut(TAPE.videoCut(Codec.H264, RATE, 1_000_000))) {
      TAPE.frames().subList(0, 5).forEach(begun::add);
      assertThat(NativeHandles.open()).isGreaterThan(before);
    }

    assertThat(NativeHandles.open()).isEqualTo(before);
  }

  private static Chunk encode(Cut cut) {
    Iterator<TapeFrame> frames = TAPE.frames().iterator();
    return CutEncoder.encode(cut, () -> frames.hasNext() ? frames.next() : null, "test", 1);
  }

  private static Chunk begun(Cut expected, Cut cut, int ahead) {
    List<TapeFrame> all = TAPE.frames();
    Iterator<TapeFrame> rest = all.subList(ahead, all.size()).iterator();
    try (BegunCut begun = new BegunCut(expected)) {
      all.subList(0, ahead).forEach(begun::add);
      assertThat(begun.canEndAt(cut.toTimestamp())).isTrue();
      return begun.finish(cut, () -> rest.hasNext() ? rest.next() : null, "test", 1);
    }
  }
}
