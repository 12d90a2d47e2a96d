package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertAll;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes in comes out: pictures, times, samples, offset and length, for all that is written. */
@ExtendWith(SharedServer.class)
class ExactnessIT {

  private static final long FRAME_NS = 40_000_000;

  @TempDir private static Path folder;
  private static Inputs inputs;

  @BeforeAll
  static void prepare() {
    SystemFfmpeg.assumeInstalled();
    inputs = new Inputs(folder);
  }

  /** Every codec we write in every container that holds it. */
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
    "'video/x-matroska;codecs=avc1,aac', native",
    "'video/x-matroska;codecs=avc1,pcm', raw",
    "'video/x-matroska;codecs=vp8,flac', native",
    "'video/x-matroska;codecs=vp8,aac', raw",
    "'video/x-matroska;codecs=vp9,pcm', native",
    "'video/x-matroska;codecs=vp9,opus', raw",
    "'video/x-matroska;codecs=av01,opus', native",
    "'video/x-matroska;codecs=av01,flac', raw",
  })
  void encoded_everyPictureAndSampleAtItsPlace(String type, String wire, Reelbus reelbus) {
    Path input = inputs.reference();
    List<String> options = new ArrayList<>(List.of("--mime-type", type, "--wire", wire));
    options.addAll(List.of("--timeslice", "1s"));
    options.addAll(List.of("--video-bits-per-second", "600k", "--audio-bits-per-second", "128k"));
    Reelbus.Line line = reelbus.ingest(List.of(input), options.toArray(new String[0])).only();
    assertThat(line.state()).as(line.error()).isEqualTo("stored");
    assertThat(line.frames()).isEqualTo(80);
    Exact exact = Exact.of(input, line.output(), FRAME_NS);
    assertAll(exact::isRight, exact::showsTheSame, exact::soundsTheSame);
  }
}
