package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is broken is stored as far as it decodes, and the rest is named; others go on. */
@ExtendWith(SharedServer.class)
@Tag("together")
class BrokenInputIT {

  private static final String CODECS = "-c:v libx264 -g 25 -bf 2 -c:a aac ";
  private static final String[] COPIED = {"--mime-type", "video/mp4", "--timeslice", "1s"};
  private static final String[] ENCODED = {
    "--mime-type", "video/webm;codecs=vp8,opus", "--timeslice", "1s"
  };
  private static final String[] DECODED = {
    "--mime-type", "video/webm;codecs=vp8,opus", "--timeslice", "1s", "--wire", "raw"
  };

  @TempDir private static Path folder;
  private static Inputs inputs;

  @BeforeAll
  static void prepare() {
    SystemFfmpeg.assumeInstalled();
    inputs = new Inputs(folder);
  }

  private static Path whole(String name) {
    String options = name.endsWith(".mp4") ? "-movflags +faststart" : "";
    return inputs.make(
        name,
        Inputs.PICTURES
            + " "
            + Inputs.NOISE
            + " -t 5 -threads 1 -pix_fmt yuv420p "
            + CODECS
            + options);
  }

  private static String[] options(String how) {
    return switch (how) {
      case "copied" -> COPIED;
      case "decoded" -> DECODED;
      default -> ENCODED;
    };
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "whole.mp4, copied", "whole.mp4, encoded", "whole.mp4, decoded",
    "whole.mkv, copied", "whole.mkv, encoded", "whole.mkv, decoded",
  })
  void cutShort_whatIsThereIsStoredTheRestIsNamed(String name, String how, Reelbus reelbus)
      throws IOException {
    byte[] bytes = Files.readAllBytes(whole(name));
    Path half = inputs.broken("half-" + name, Arrays.copyOf(bytes, bytes.length * 6 / 10));
    Reelbus.Ingested ingested = reelbus.ingest(List.of(half), options(how));
    Reelbus.Line line = assertPartial(ingested, reelbus);
    assertThat(line.frames()).isBetween(50L, 95L);
    assertThat(Playback.of(line.output()).video().frames()).isEqualTo((int) line.frames());
  }

  @Test
  void transportStreamCutWithinAPacket_isPartial(Reelbus reelbus) throws IOException {
    byte[] bytes = Files.readAllBytes(whole("whole.ts"));
    Path half = inputs.broken("half.ts", Arrays.copyOf(bytes, bytes.length / 188 / 2 * 188 + 100));
    Reelbus.Line line = assertPartial(reelbus.ingest(List.of(half), ENCODED), reelbus);
    assertThat(Playback.of(line.output()).video().frames())
        .isEqualTo((int) line.frames())
        .isBetween(50, 70);
  }

  @Test
  void soundCutShort_everySampleThatIsThereIsStored(Reelbus reelbus) throws IOException {
    Path wav = inputs.make("tone.wav", "-f lavfi -i sine=997:duration=5:sample_rate=48000");
    byte[] bytes = Files.readAllBytes(wav);
    Path cut = inputs.broken("cut.wav", Arrays.copyOf(bytes, 300_001));
    int header = bytes.length - 5 * 48_000 * 2;
    Reelbus.Line line =
        assertPartial(reelbus.ingest(List.of(cut), "--mime-type", "audio/wav"), reelbus);
    assertThat(line.frames()).isEqualTo((300_001 - header) / 2);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource({
    "whole.mp4, encoded",
    "whole.mp4, decoded",
    "whole.ts, encoded",
    "whole.ts, decoded",
  })
  void corruptInTheMiddle_whatDecodesIsStoredTheRestIsNamed(
      String name, String how, Reelbus reelbus) throws IOException {
    Path corrupt = corrupt(name);
    Reelbus.Line line = assertPartial(reelbus.ingest(List.of(corrupt), options(how)), reelbus);
    Exact.plays(line.output());
    assertThat(Playback.of(line.output()).video().frames())
        .isEqualTo((int) line.frames())
        .isBetween(90, 125);
  }

  /** Copying does not look into packets: bad ones pass, and nothing else is lost with them. */
  @ParameterizedTest
  @ValueSource(strings = {"whole.mp4", "whole.ts"})
  void corruptAndCopied_packetsAreAllThere(String name, Reelbus reelbus) throws IOException {
    Reelbus.Ingested ingested = reelbus.ingest(List.of(corrupt(name)), COPIED);
    assertThat(ingested.only().state()).as(ingested.said()).isIn("stored", "partial");
    assertThat(ingested.only().frames()).isBetween(115L, 125L);
  }

  private static Path corrupt(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(whole(name));
    Random random = new Random(1);
    for (int i = 0; i < 3000; i++) {
      bytes[bytes.length * 45 / 100 + i] = (byte) random.nextInt();
    }
    return inputs.broken("corrupt-" + name, bytes);
  }

  private static Reelbus.Line assertPartial(Reelbus.Ingested ingested, Reelbus reelbus) {
    Reelbus.Line line = ingested.only();
    assertThat(line.state()).as(ingested.said()).isEqualTo("partial");
    assertThat(ingested.exitCode()).isEqualTo(1);
    assertThat(line.error()).as("what is missing").isNotBlank();
    JsonNode manifest = reelbus.manifest(line);
    assertThat(manifest.get("state").asText()).isEqualTo("PARTIAL");
    long losses = 0;
    for (JsonNode entry : manifest.get("ledger")) {
      losses += entry.get("losses").size();
      assertThat(entry.get("captured").asLong())
          .as("captured = stored + lost in %s", entry)
          .isEqualTo(entry.get("stored").asLong() + entry.get("lost").asLong());
    }
    assertThat(losses).as("losses in the ledger").isPositive();
    return line;
  }

  @Test
  void badAmongGood_eachBadOneHasOneClearLineTheGoodAreDone(Reelbus reelbus) throws IOException {
    Path good = whole("good.mp4");
    Path text =
        inputs.broken(
            "notes.txt",
            "Not media at all.\n".repeat(100).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    Path noise = inputs.broken("noise.mp4", noise());
    Path empty = inputs.broken("empty.mp4", new byte[0]);
    Path missing = folder.resolve("missing.mp4");
    Path directory = Files.createDirectories(folder.resolve("directory.mkv"));
    List<Path> bad = List.of(text, noise, empty, missing, directory);
    Reelbus.Ingested ingested =
        reelbus.ingest(List.of(text, noise, empty, good, missing, directory));
    assertThat(ingested.exitCode()).isEqualTo(1);
    assertThat(ingested.lines()).hasSize(6);
    for (Reelbus.Line line : ingested.lines()) {
      if (bad.contains(Path.of(line.input()))) {
        assertThat(line.state()).as(line.input()).isEqualTo("failed");
        assertThat(line.error()).as(line.input()).isNotBlank().doesNotContain("\n", "Exception");
        assertThat(line.error()).as("names the input").contains(line.input());
      } else {
        assertThat(line.state()).as(line.error()).isEqualTo("stored");
        assertThat(line.frames()).isEqualTo(125);
      }
    }
    assertThat(ingested.said().lines().filter(said -> said.contains("failed"))).hasSize(5);
  }

  @Test
  void unreadable_saysSo(Reelbus reelbus) throws IOException {
    Path secret = Files.copy(whole("good.mp4"), folder.resolve("secret.mp4"));
    assertThat(secret.toFile().setReadable(false)).isTrue();
    assumeFalse(Files.isReadable(secret), "this user may read everything (root)");
    Reelbus.Ingested ingested = reelbus.ingest(List.of(secret));
    assertThat(ingested.exitCode()).isEqualTo(1);
    assertThat(ingested.only().error()).containsIgnoringCase("permission");
  }

  private static byte[] noise() {
    byte[] bytes = new byte[100_000];
    new Random(2).nextBytes(bytes);
    return bytes;
  }
}
