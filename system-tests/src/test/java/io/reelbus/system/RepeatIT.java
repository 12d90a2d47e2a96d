package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.system.SharedServer.Lanes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same input makes the same bytes, however many encoders share the work. */
@ExtendWith(SharedServer.class)
@Tag("together")
class RepeatIT {

  @TempDir private static Path folder;
  private static Inputs inputs;

  @BeforeAll
  static void prepare() {
    SystemFfmpeg.assumeInstalled();
    inputs = new Inputs(folder);
  }

  @ParameterizedTest(name = "{0} from the {1} wire")
  @CsvSource({
    "'video/mp4;codecs=avc1,mp4a', native",
    "'video/mp4;codecs=av01,opus', raw",
    "'video/webm;codecs=vp8,opus', native",
    "'video/webm;codecs=vp9,opus', raw",
    "'video/x-matroska;codecs=avc1,flac', raw",
    "audio/ogg;codecs=opus, native",
  })
  void ingestedAgain_sameDigest(
      String type, String wire, @Lanes(1) Reelbus one, @Lanes(4) Reelbus four) {
    String first = digest(four, type, wire);
    assertThat(digest(four, type, wire)).as("again with four lanes").isEqualTo(first);
    assertThat(digest(one, type, wire)).as("with one lane").isEqualTo(first);
  }

  private static String digest(Reelbus reelbus, String type, String wire) {
    Reelbus.Line line =
        reelbus
            .ingest(
                List.of(inputs.reference()),
                "--mime-type",
                type,
                "--wire",
                wire,
                "--timeslice",
                "500ms",
                "--video-bits-per-second",
                "500k")
            .only();
    assertThat(line.state()).as(line.error()).isEqualTo("stored");
    return line.sha256();
  }
}
