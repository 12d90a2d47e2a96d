package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import io.reelbus.system.SharedServer.Lanes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes in comes out: pictures, times, samples, offset and length, for all that is written. */
@ExtendWith(SharedServer.class)
@Tag("together")
class ExactnessIT {

  private static final long FRAME_NS = 40_000_000;
  private static final String[] ENCODED = {
    "--timeslice", "1s", "--video-bits-per-second", "600k", "--audio-bits-per-second", "128k"
  };

  @TempDir private static Path folder;
  private static Inputs inputs;

  @BeforeAll
  static void prepare() {
    SystemFfmpeg.assumeInstalled();
    inputs = new Inputs(folder);
  }

  /** Every codec we write in every container that holds it, with four lanes at work. */
  @ParameterizedTest(name = "{0} from the {1} wire")
  @CsvSource({
    "'video/mp4;codecs=avc1,mp4a', native",
    "'video/mp4;codecs=avc1,opus', raw",
    "'video/mp4;codecs=vp9,flac', native",
    "'video/mp4;codecs=vp9,flac', raw",
    "'video/mp4;codecs=av01,opus', native",
    "'video/mp4;codecs=av01,mp4a', raw",
    "'video/webm;codecs=vp8,opus', native",
    "'video/webm;codecs=vp8,opus', raw",
    "'video/webm;codecs=vp9,opus', native",
    "'video/webm;codecs=vp9,opus', raw",
    "'video/webm;codecs=av01,opus', native",
    "'video/webm;codecs=av01,opus', raw",
    "'video/x-matroska;codecs=avc1,mp4a', native",
    "'video/x-matroska;codecs=avc1,pcm', raw",
    "'video/x-matroska;codecs=vp8,flac', native",
    "'video/x-matroska;codecs=vp8,mp4a', raw",
    "'video/x-matroska;codecs=vp9,pcm', native",
    "'video/x-matroska;codecs=vp9,opus', raw",
    "'video/x-matroska;codecs=av01,opus', native",
    "'video/x-matroska;codecs=av01,flac', raw",
  })
  void encoded_everyPictureAndSampleAtItsPlace(String type, String wire, Reelbus reelbus) {
    Path input = inputs.reference();
    Exact exact = exact(reelbus, input, type, wire, ENCODED);
    assertAll(exact::isRight, exact::showsTheSame, exact::soundsTheSame);
  }

  @ParameterizedTest(name = "{0} from the {1} wire")
  @CsvSource({
    "'video/mp4;codecs=avc1,mp4a', native",
    "'video/webm;codecs=vp9,opus', raw",
  })
  void encodedByOneLane_everyPictureAndSampleAtItsPlace(
      String type, String wire, @Lanes(1) Reelbus reelbus) {
    Path input = inputs.reference();
    Exact exact = exact(reelbus, input, type, wire, ENCODED);
    assertAll(exact::isRight, exact::showsTheSame, exact::soundsTheSame);
  }

  /** Packets that are in the wanted codec already pass through as they are. */
  @ParameterizedTest(name = "{1} + {2} to {0}")
  @CsvSource({
    "video/mp4, libx264, aac, mp4",
    "video/mp4, libx265, flac, mp4",
    "video/mp4, libvpx-vp9, libopus, webm",
    "video/mp4, libaom-av1, aac, mp4",
    "video/mp4, libx264, aac, mkv",
    "video/webm, libvpx, libopus, webm",
    "video/webm, libvpx-vp9, libopus, webm",
    "video/webm, libaom-av1, libopus, mkv",
    "video/x-matroska, libx264, aac, mp4",
    "video/x-matroska, libx265, libopus, mkv",
    "video/x-matroska, libvpx, flac, mkv",
    "video/x-matroska, libvpx-vp9, pcm_s16le, mkv",
    "video/x-matroska, libaom-av1, flac, mp4",
    "video/x-matroska, libx264, pcm_s24le, mov",
  })
  void copied_everyPictureAndSampleAtItsPlace(
      String type, String video, String audio, String container, Reelbus reelbus) {
    String more =
        switch (video) {
          case "libaom-av1" -> " -usage realtime -cpu-used 8";
          case "libx265" -> " -x265-params log-level=error";
          default -> "";
        };
    Path input =
        inputs.reference(
            video + "-" + audio + "." + container, "-c:v " + video + more + " -g 20 -c:a " + audio);
    Exact exact = exact(reelbus, input, type, "native", "--timeslice", "1s");
    assertAll(exact::isRight, exact::isTheSamePictures, exact::soundsTheSame);
  }

  /** Sound alone. */
  @ParameterizedTest(name = "{0} from the {1} wire")
  @CsvSource({
    "audio/mp4;codecs=mp4a, native",
    "audio/mp4;codecs=opus, raw",
    "audio/mp4;codecs=flac, native",
    "audio/webm;codecs=opus, native",
    "audio/webm;codecs=opus, raw",
    "audio/ogg;codecs=opus, native",
    "audio/ogg;codecs=flac, raw",
    "audio/wav, native",
    "audio/wav, raw",
    "audio/x-matroska;codecs=mp4a, native",
    "audio/x-matroska;codecs=pcm, raw",
  })
  void soundAlone_everySampleAtItsPlace(String type, String wire, Reelbus reelbus) {
    Path input = inputs.make("sound.wav", "-i " + inputs.reference() + " -map 0:a -c copy");
    Exact exact = exact(reelbus, input, type, wire, ENCODED);
    assertAll(exact::isRight, exact::soundsTheSame);
  }

  private static Exact exact(
      Reelbus reelbus, Path input, String type, String wire, String... more) {
    List<String> options = new ArrayList<>(List.of("--mime-type", type, "--wire", wire));
    options.addAll(List.of(more));
    Reelbus.Ingested ingested = reelbus.ingest(List.of(input), options.toArray(new String[0]));
    Reelbus.Line line = ingested.only();
    assertThat(line.state()).as(line.error()).isEqualTo("stored");
    assertThat(ingested.exitCode()).isZero();
    Exact exact = Exact.of(input, line.output(), FRAME_NS);
    exact.out().videos().forEach(v -> assertThat(line.frames()).isEqualTo(v.frames()));
    return exact;
  }
}
