package io.reelbus.ffmpeg;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.model.Codec;
import io.reelbus.model.Container;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slices encoded apart and muxed together are one sound file. */
class CutsToFileTest {

  private static final String PICTURE = "testsrc2=size=320x180:rate=25:duration=3.2";
  private static final String TONE =
      "sine=frequency=997:sample_rate=48000:duration=3.2,aformat=channel_layouts=stereo";

  @TempDir Path folder;

  @AfterEach
  void nativeHandles_afterEachTest_areZero() {
    assertThat(NativeHandles.open()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "MP4,H264,AAC",
    "MP4,VP9,OPUS",
    "MP4,AV1,FLAC",
    "WEBM,VP8,OPUS",
    "WEBM,VP9,OPUS",
    "WEBM,AV1,OPUS",
    "MATROSKA,H264,PCM",
    "MATROSKA,H264,FLAC",
    "MATROSKA,VP8,AAC"
  })
  void mux_slicesOfBothKinds_everyFrameAndSampleIsThere(
      Container container, Codec video, Codec audio) throws IOException {
    TestTape pictures = TestTape.of(PICTURE);
    TestTape sound = TestTape.of(TONE);

    TestFile file =
        TestFile.mux(
            container,
            List.of(
                pictures.encode(video, 500_000, 1_000_000),
                sound.encode(audio, 96_000, 1_000_000)));

    Path path = folder.resolve("out." + container.extension());
    Files.write(path, file.whole());
    CheckReport report = MediaCheck.check(path);
    assertThat(report.errors()).isEmpty();
    assertThat(report.tracks().get(0).units()).isEqualTo(80);
    assertThat(report.durationUs()).isBetween(3_150_000L, 3_250_000L);
    assertThat(report.tracks().get(1).units()).isBetween(153_600L, 153_600L + 1024);
  }

  @ParameterizedTest
  @CsvSource({"MP4,H264", "WEBM,VP9", "MATROSKA,VP8"})
  void concatenatedBlobs_withoutTailAndPatches_play(Container container, Codec video)
      throws IOException {
    TestFile file =
        TestFile.mux(container, List.of(TestTape.of(PICTURE).encode(video, 500_000, 1_000_000)));
    ByteArrayOutputStream blobs = new ByteArrayOutputStream();
    file.blobs().forEach(blobs::writeBytes);

    Path path = folder.resolve("blobs." + container.extension());
    Files.write(path, blobs.toByteArray());

    assertThat(file.blobs()).hasSize(4).allSatisfy(b -> assertThat(b).isNotEmpty());
    assertThat(MediaCheck.check(path).tracks().get(0).units()).isEqualTo(80);
  }

  @ParameterizedTest
  @CsvSource({"MP4,AAC", "WEBM,OPUS", "OGG,OPUS", "OGG,FLAC", "WAV,PCM"})
  void mux_audioOnly_everySampleIsThere(Container container, Codec audio) throws IOException {
    TestFile file =
        TestFile.mux(container, List.of(TestTape.of(TONE).encode(audio, 96_000, 1_000_000)));

    Path path = folder.resolve("out." + container.extension());
    Files.write(path, file.whole());
    CheckReport report = MediaCheck.check(path);
    assertThat(report.errors()).isEmpty();
    assertThat(report.tracks().get(0).units()).isBetween(153_600L, 153_600L + 1024);
  }

  @ParameterizedTest
  @CsvSource({"H264", "VP8", "VP9", "AV1"})
  void encode_twice_givesTheSameBytes(Codec codec) {
    TestTape pictures = TestTape.of(PICTURE);
    assertThat(pictures.encode(codec, 500_000, 1_000_000))
        .isEqualTo(pictures.encode(codec, 500_000, 1_000_000));
  }
}
