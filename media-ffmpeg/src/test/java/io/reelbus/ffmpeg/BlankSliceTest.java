package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.AudioFormat;
import io.reelbus.model.Blank;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Codec;
import io.reelbus.model.Cut;
import io.reelbus.model.EncodedPacket;
import io.reelbus.model.EncoderConfig;
import io.reelbus.model.Lane;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.SliceAccount;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TimeBase;
import io.reelbus.model.TrackFormat;
import io.reelbus.model.VideoFormat;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a slice is where its track was disabled: black, silent, or left out. */
class BlankSliceTest {

  private static final String PICTURE = "testsrc2=size=160x120:rate=25:duration=2";
  private static final String TONE = "sine=frequency=997:sample_rate=48000:duration=1";

  @AfterEach
  void nativeHandles_afterEachTest_areZero() {
    assertThat(NativeHandles.open()).isZero();
  }

  private static Cut cut(TrackFormat format, EncoderConfig config, long units, List<Blank> blanks) {
    return new Cut(
        new ChunkId("test", 0, 0),
        Lane.LIVE,
        List.of(),
        format,
        config,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        0,
        0,
        0,
        Long.MAX_VALUE,
        true,
        new SliceAccount(units, 0, 0, 0, List.of()),
        List.of(),
        blanks);
  }

  private static Chunk encode(Cut cut, List<TapeFrame> frames) {
    Iterator<TapeFrame> all = frames.iterator();
    return CutEncoder.encode(cut, () -> all.hasNext() ? all.next() : null, "test", 1);
  }

  private static TestTape pictures(int range) {
    TestTape tape = TestTape.of(PICTURE);
    VideoFormat v = tape.format().videoFormat();
    VideoFormat.Color c = v.color();
    VideoFormat shape =
        new VideoFormat(
            v.width(),
            v.height(),
            v.pixelFormat(),
            v.sampleAspectRatio(),
            v.frameRate(),
            new VideoFormat.Color(
                range, c.primaries(), c.transfer(), c.matrix(), c.chromaLocation()),
            v.fieldOrder());
    return new TestTape(with(tape.format(), shape), tape.frames(), tape.options(), tape.resize());
  }

  private static TrackFormat with(TrackFormat f, VideoFormat shape) {
    return new TrackFormat(
        f.wire(),
        f.codecName(),
        f.timeBase(),
        shape,
        null,
        f.extradata(),
        f.profile(),
        f.level(),
        f.bitRate(),
        f.sideData(),
        f.language());
  }

  private static Chunk encoded(TestTape tape, Codec codec, List<Blank> blanks) {
    TrackFormat f = tape.format();
    EncoderConfig config =
        new EncoderConfig(codec, false, 2_000_000, f.timeBase(), f.video(), null, 0, true);
    return encode(cut(f, config, tape.frames().size(), blanks), tape.frames());
  }

  private static TapeFrame frame(EncodedPacket p) {
    return new TapeFrame(
        p.timestamp(),
        p.decodeTimestamp(),
        p.duration(),
        p.key(),
        0,
        null,
        List.of(),
        ByteBuffer.wrap(p.data()));
  }

  /** Least and greatest luma of each picture, in order of time. */
  private static List<int[]> luma(Chunk chunk) {
    List<int[]> luma = new ArrayList<>();
    try (Decoder decoder = new Decoder(chunk.format(), 1)) {
      chunk.packets().forEach(p -> decoder.decode(frame(p), f -> luma.add(extremes(f))));
      decoder.drain(f -> luma.add(extremes(f)));
    }
    return luma;
  }

  private static int[] extremes(AVFrame frame) {
    int min = 255;
    int max = 0;
    byte[] row = new byte[frame.width()];
    for (int y = 0; y < frame.height(); y++) {
      frame.data(0).position((long) y * frame.linesize(0)).get(row);
      for (byte value : row) {
        min = Math.min(min, value & 0xff);
        max = Math.max(max, value & 0xff);
      }
    }
    return new int[] {min, max};
  }

  @ParameterizedTest
  @CsvSource({"VP8, 1, 16", "H264, 1, 16", "VP9, 0, 16", "VP9, 2, 0"})
  void video_disabledInTheMiddle_isBlackThereAndNowhereElse(Codec codec, int range, int black) {
    TestTape tape = pictures(range);
    long from = tape.frames().get(10).timestamp();
    long to = tape.frames().get(30).timestamp();

    Chunk chunk = encoded(tape, codec, List.of(new Blank(from, to)));

    assertThat(chunk.packets()).hasSize(50);
    assertThat(chunk.account().losses()).isEmpty();
    List<int[]> luma = luma(chunk);
    assertThat(luma).hasSize(50);
    for (int i = 0; i < 50; i++) {
      if (i >= 10 && i < 30) {
        assertThat(luma.get(i)[0]).as("picture " + i).isBetween(black - 6, black + 6);
        assertThat(luma.get(i)[1]).as("picture " + i).isBetween(black - 6, black + 6);
      } else {
        assertThat(luma.get(i)[1]).as("picture " + i).isGreaterThan(150);
      }
    }
  }

  @Test
  void video_sameCut_sameBytes() {
    TestTape tape = pictures(1);
    List<Blank> blanks = List.of(new Blank(tape.frames().get(5).timestamp(), Long.MAX_VALUE));

    assertThat(encoded(tape, Codec.VP8, blanks)).isEqualTo(encoded(tape, Codec.VP8, blanks));
  }

  @Test
  void audio_disabledInTheMiddle_isSilentToTheSample() {
    TestTape tape = TestTape.of(TONE);
    AudioFormat in = tape.format().audioFormat();
    AudioFormat out = new AudioFormat(48_000, 1, "mono", "s16", 16, 1024, 0, 0, 0);
    EncoderConfig config =
        new EncoderConfig(Codec.PCM, false, 0, TimeBase.ofRate(48_000), null, out, 0, true);
    assertThat(in.sampleFormat()).isEqualTo("s16");

    Chunk plain = encode(cut(tape.format(), config, 48_000, List.of()), tape.frames());
    List<Blank> blanks = List.of(new Blank(-5, 777), new Blank(10_001, 20_003));
    Chunk chunk = encode(cut(tape.format(), config, 48_000, blanks), tape.frames());

    byte[] expected = bytes(plain);
    java.util.Arrays.fill(expected, 0, 2 * 777, (byte) 0);
    java.util.Arrays.fill(expected, 2 * 10_001, 2 * 20_003, (byte) 0);
    assertThat(bytes(chunk)).isEqualTo(expected);
    assertThat(chunk.account().losses()).isEmpty();
  }

  private static byte[] bytes(Chunk chunk) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    chunk.packets().forEach(p -> all.writeBytes(p.data()));
    return all.toByteArray();
  }

  @Test
  void copiedVideo_disabled_isLeftOutToTheKeyPacketAndNamed() {
    TestTape tape = pictures(1);
    Chunk packets = encoded(tape, Codec.VP8, List.of());
    List<TapeFrame> wire = packets.packets().stream().map(BlankSliceTest::frame).toList();
    TrackFormat format = packets.format();
    EncoderConfig copy =
        new EncoderConfig(Codec.VP8, true, 0, format.timeBase(), format.video(), null, 0, true);
    long from = wire.get(10).decodeTimestamp();

    Chunk chunk = encode(cut(format, copy, 50, List.of(new Blank(from, Long.MAX_VALUE))), wire);

    assertThat(chunk.packets()).isEqualTo(packets.packets().subList(0, 10));
    assertThat(chunk.units()).isEqualTo(10);
    assertThat(chunk.account().losses())
        .singleElement()
        .extracting(Loss::cause, Loss::count)
        .containsExactly(LossCause.DISABLED, 40L);
    assertThat(encode(cut(format, copy, 50, List.of(new Blank(0, Long.MAX_VALUE))), wire).format())
        .as("a file that begins disabled")
        .isNotNull();
  }
}
