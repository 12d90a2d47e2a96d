package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.reelbus.standalone.StopSignal;
import io.reelbus.standalone.command.ReelbusCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code reelbus verify} finds damage that was planted in a recording, each time. */
@ExtendWith(SharedServer.class)
@Tag("together")
class VerifyIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path inputs;
  @TempDir Path folder;
  private Path file;
  private Path manifest;

  /** A recording as it lies in the store: a file and its manifest. */
  @BeforeEach
  void record(Reelbus reelbus) throws Exception {
    SystemFfmpeg.assumeInstalled();
    Path input =
        new Inputs(inputs)
            .make(
                "verify.mkv",
                "-f lavfi -i testsrc2=size=320x240:rate=25 -f lavfi -i sine=frequency=440 -t 4"
                    + " -c:v libx264 -preset ultrafast -g 25 -c:a flac");
    Reelbus.Line line =
        reelbus
            .ingest(List.of(input), "--mime-type", "video/x-matroska", "--timeslice", "1s")
            .only();
    file = folder.resolve("recording.mkv");
    manifest = folder.resolve("manifest.json");
    Files.copy(line.output(), file);
    Files.writeString(manifest, reelbus.manifestText(line));
  }

  private List<String> findings() {
    return findings(file);
  }

  /** What {@code reelbus verify} finds in a file beside its manifest. */
  static List<String> findings(Path file) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    PrintStream out = System.out;
    int code;
    try {
      System.setOut(new PrintStream(data, true, StandardCharsets.UTF_8));
      code =
          ReelbusCommand.run(new String[] {"verify", file.toString()}, Map.of(), new StopSignal());
    } finally {
      System.setOut(out);
    }
    List<String> findings = data.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(code).isEqualTo(findings.isEmpty() ? 0 : 1);
    return findings;
  }

  private ObjectNode read() throws IOException {
    return (ObjectNode) JSON.readTree(manifest.toFile());
  }

  /** Writes a manifest whose seal fits again: somebody who knew what the seal is. */
  private void write(ObjectNode edited) throws IOException {
    edited.remove("seal");
    Files.write(
        manifest, io.reelbus.objectstore.Manifest.ofJson(JSON.writeValueAsBytes(edited)).toJson());
  }

  private long inSlice(int slice) throws IOException {
    JsonNode range = read().get("slices").get(slice);
    return (range.get("fromByte").asLong() + range.get("toByte").asLong()) / 2;
  }

  @Test
  void verify_untouched_findsNothing() {
    assertThat(findings()).isEmpty();
  }

  @Test
  void verify_flippedBit_namesTheFileAndTheSlice() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) inSlice(2)] ^= 0x10;
    Files.write(file, bytes);
    assertThat(findings())
        .anyMatch(line -> line.startsWith("sha256: "))
        .anyMatch(line -> line.matches("slice 2 at bytes \\d+ to \\d+: damaged.*"))
        .noneMatch(line -> line.startsWith("slice 1 ") || line.startsWith("slice 3 "));
  }

  @Test
  void verify_everyThousandthByteFlipped_isFoundEachTime() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int at = 0; at < bytes.length; at += bytes.length / 20) {
      byte[] damaged = bytes.clone();
      damaged[at] ^= 1;
      Files.write(file, damaged);
      assertThat(findings()).as("byte %d", at).anyMatch(line -> line.contains(": damaged"));
    }
  }

  @Test
  void verify_truncatedObject_isFound() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThat(findings())
        .contains("size: " + (bytes.length - 1) + " bytes (expected: " + bytes.length + ")");
  }

  @Test
  void verify_sliceCutOutOfTheFile_isFound() throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    JsonNode range = read().get("slices").get(1);
    int from = range.get("fromByte").asInt();
    int to = range.get("toByte").asInt();
    byte[] without = Arrays.copyOf(bytes, bytes.length - (to - from));
    System.arraycopy(bytes, to, without, from, bytes.length - to);
    Files.write(file, without);
    assertThat(findings()).anyMatch(line -> line.matches("slice 1 at bytes .*: damaged.*"));
  }

  @Test
  void verify_sliceTakenFromTheManifest_isFound() throws IOException {
    ObjectNode edited = read();
    ((ArrayNode) edited.get("slices")).remove(1);
    write(edited);
    assertThat(findings()).anyMatch(line -> line.contains("(expected: slice 1 from byte "));
  }

  @Test
  void verify_lineTakenFromTheLedger_isFound() throws IOException {
    ObjectNode edited = read();
    ((ArrayNode) edited.get("ledger")).remove(2);
    write(edited);
    assertThat(findings()).anyMatch(line -> line.matches("track \\d: slice \\d in the ledger .*"));
  }

  @Test
  void verify_lossErasedFromTheLedger_isFound() throws IOException {
    ObjectNode edited = read();
    ObjectNode line = (ObjectNode) edited.get("ledger").get(0);
    line.put("captured", line.get("captured").asLong() + 5);
    write(edited);
    assertThat(findings()).anyMatch(found -> found.matches("track \\d slice \\d: .* captured .*"));
  }

  @Test
  void verify_manifestEditedWithoutItsSeal_isFound() throws IOException {
    Files.writeString(
        manifest, Files.readString(manifest).replaceFirst("PARTIAL|STORED", "FAILED"));
    assertThat(findings()).anyMatch(line -> line.startsWith("manifest: was changed"));
  }
}
