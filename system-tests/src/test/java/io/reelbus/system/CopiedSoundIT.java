package io.reelbus.system;

import static io.reelbus.system.SystemFfmpeg.ffmpeg;
import static io.reelbus.system.SystemFfmpeg.ffprobe;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sound that is copied, whose first packets are priming and whose last one is cut: each container
 * says so in its own way, and the ledger counts what is heard, 4 s at 48 kHz.
 */
@ExtendWith(SharedServer.class)
@Tag("together")
class CopiedSoundIT {

  private static final long SAMPLES = 4 * 48_000;

  @TempDir static Path inputs;
  @TempDir Path folder;

  @BeforeAll
  static void needsFfmpeg() {
    SystemFfmpeg.assumeInstalled();
  }

  /**
   * FFmpeg's decoders do not cut what MP4 cuts, nor up to 8.0 what Matroska says of AAC's start, so
   * only the others are counted by decoding.
   */
  @ParameterizedTest(name = "{0} to {2}")
  @CsvSource({
    "opus.ogg, libopus, audio/ogg;codecs=opus, true",
    "opus.ogg, libopus, audio/webm;codecs=opus, true",
    "opus.ogg, libopus, audio/mp4;codecs=opus, false",
    "opus.webm, libopus, audio/ogg;codecs=opus, true",
    "opus.webm, libopus, audio/webm;codecs=opus, true",
    "opus.mp4, libopus, audio/webm;codecs=opus, true",
    "opus.mp4, libopus, audio/mp4;codecs=opus, false",
    "aac.mp4, aac, audio/mp4, false",
    "aac.mp4, aac, audio/x-matroska, false",
    "flac.mkv, flac, audio/x-matroska, true",
  })
  void ingest_trimmedSound_isCopiedAndCountedToTheSample(
      String name, String encoder, String mimeType, boolean decodersCut, Reelbus reelbus)
      throws Exception {
    Path input =
        new Inputs(inputs)
            .make(
                name,
                "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 4 -strict -2 -c:a " + encoder);
    Reelbus.Line line =
        reelbus.ingest(List.of(input), "--mime-type", mimeType, "--timeslice", "1s").only();

    assertThat(line.frames()).isEqualTo(SAMPLES);
    if (decodersCut) {
      byte[] pcm = ffmpeg("-i", line.output(), "-f s16le -ac 1 -");
      assertThat(pcm.length / 2).isEqualTo((int) SAMPLES);
    }
    assertVerified(line, reelbus);
  }

  @ParameterizedTest
  @ValueSource(strings = {"audio/mp4", "audio/x-matroska"})
  void ingest_aacThatCameThroughMatroska_isCountedToTheSample(String mimeType, Reelbus reelbus)
      throws Exception {
    Reelbus.Line through = ingest(aac(), "audio/x-matroska", reelbus);
    Reelbus.Line line = ingest(through.output(), mimeType, reelbus);

    assertThat(line.frames()).isEqualTo(SAMPLES);
    assertThat(packets(line.output())).isEqualTo(packets(aac()));
    assertVerified(line, reelbus);
  }

  /** As Apple's encoder has it: 2112 samples, which is more than two packets. */
  @ParameterizedTest
  @ValueSource(strings = {"audio/mp4", "audio/x-matroska"})
  void ingest_primingOfSeveralPackets_isCopiedAndCountedToTheSample(
      String mimeType, Reelbus reelbus) throws Exception {
    Path input = new Inputs(inputs).broken("apple.mp4", primedBy(2112, aac()));
    Reelbus.Line line = ingest(input, mimeType, reelbus);

    assertThat(line.frames()).isEqualTo(SAMPLES - (2112 - 1024));
    assertThat(packets(line.output())).isEqualTo(packets(aac()));
    assertVerified(line, reelbus);
  }

  @Test
  void ingest_encodedToAacInMatroska_isCountedToTheSample(Reelbus reelbus) throws Exception {
    Path input =
        new Inputs(inputs)
            .make("long.wav", "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 4");
    Reelbus.Line line = ingest(input, "audio/x-matroska;codecs=mp4a", reelbus);

    assertThat(line.frames()).isEqualTo(SAMPLES);
    assertVerified(line, reelbus);
  }

  @Test
  void ingest_aacWithPicturesThroughMatroska_soundStaysWithinAMillisecond(Reelbus reelbus)
      throws Exception {
    Path input =
        new Inputs(inputs)
            .make(
                "both.mp4",
                Inputs.PICTURES + " " + Inputs.NOISE + " -t 4 -c:v libx264 -bf 2 -c:a aac");
    Reelbus.Line matroska = ingest(input, "video/x-matroska", reelbus);
    Reelbus.Line back = ingest(matroska.output(), "video/mp4", reelbus);

    for (Reelbus.Line line : List.of(matroska, back)) {
      assertThat(startOfPictures(line.output())).isEqualTo(startOfPictures(input));
      assertThat(laterSamples(line.output(), input)).isBetween(-48, 48);
    }
    assertThat(laterSamples(back.output(), input)).isZero();
  }

  private static Path aac() {
    return new Inputs(inputs)
        .make(
            "aac.mp4", "-f lavfi -i sine=frequency=440:sample_rate=48000 -t 4 -strict -2 -c:a aac");
  }

  private static Reelbus.Line ingest(Path input, String mimeType, Reelbus reelbus) {
    return reelbus.ingest(List.of(input), "--mime-type", mimeType, "--timeslice", "1s").only();
  }

  private void assertVerified(Reelbus.Line line, Reelbus reelbus) throws IOException {
    Path file = Files.copy(line.output(), folder.resolve(line.output().getFileName()));
    Files.writeString(folder.resolve("manifest.json"), reelbus.manifestText(line));
    assertThat(VerifyIT.findings(file)).isEmpty();
  }

  /** Payloads of the packets, by checksum. */
  private static List<String> packets(Path file) {
    return ffprobe("-select_streams a -show_packets -show_data_hash MD5 -of flat", file)
        .lines()
        .filter(line -> line.contains("data_hash"))
        .map(line -> line.substring(line.indexOf('=')))
        .toList();
  }

  /** An MP4 with one edit, which now leaves out so many samples at the start. */
  private static byte[] primedBy(int samples, Path mp4) throws IOException {
    byte[] bytes = Files.readAllBytes(mp4);
    int list = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("elst");
    ByteBuffer.wrap(bytes).putInt(list + 16, samples);
    return bytes;
  }

  private static String startOfPictures(Path file) {
    return ffprobe("-select_streams v -show_entries stream=start_time -of csv=p=0", file).strip();
  }

  /** How many samples later a file sounds than another, as an FFmpeg plays both from 0 on. */
  private static int laterSamples(Path file, Path reference) {
    ByteBuffer samples = played(file);
    ByteBuffer expected = played(reference).slice(2000, 400);
    for (int later = -500; later <= 500; later++) {
      if (samples.slice(2000 + 2 * later, 400).equals(expected)) {
        return later;
      }
    }
    throw new AssertionError(file + " does not sound like " + reference);
  }

  private static ByteBuffer played(Path file) {
    return ByteBuffer.wrap(ffmpeg("-copyts -i", file, "-map a -af atrim=start=0 -f s16le -ac 1 -"));
  }
}
