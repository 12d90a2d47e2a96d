package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.recorder.ReelbusClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Encoders that are missing, die, or lose the process that does their work. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EncoderFarmIT {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long FRAMES = 250;

  @TempDir static Path folder;

  private static final Map<String, String> ENVIRONMENT = new HashMap<>();
  private static final List<ReelbusProcess> RUNNING = new ArrayList<>();
  private static String api = "";
  private static String undisturbed = "";
  private static ReelbusProcess encoder;
  private static Path input;

  @BeforeAll
  static void start() {
    SystemFfmpeg.assumeInstalled();
    input =
        new Inputs(folder)
            .make(
                "input.mp4",
                "-f lavfi -i testsrc2=size=640x360:rate=25 -t 10 -c:v libx264 -preset ultrafast");
    ENVIRONMENT.put("DISPLAY", "");
    ENVIRONMENT.put("REELBUS_DATA", folder.resolve("data").toString());
    ENVIRONMENT.put("REELBUS_S3_ACCESS_KEY", "system-tests");
    ENVIRONMENT.put("REELBUS_S3_SECRET_KEY", "only-for-tests");
    ReelbusProcess server =
        run(
            "serve",
            "--roles",
            "bus,store,api,agent,assembler",
            "--port",
            "0",
            "--kafka-port",
            "0",
            "--s3-port",
            "0");
    server.awaitWords("up; Ctrl-C");
    api = server.value("api:");
    ENVIRONMENT.put("REELBUS_BOOTSTRAP_SERVERS", server.value("bus:"));
  }

  private static ReelbusProcess run(Object... args) {
    ReelbusProcess process = ReelbusProcess.start(folder, ENVIRONMENT, args);
    RUNNING.add(process);
    return process;
  }

  private static ReelbusProcess startEncoder() {
    ReelbusProcess started = run("encoder", "--lanes", "1");
    started.awaitWords("up; Ctrl-C");
    return started;
  }

  @AfterAll
  static void end() {
    RUNNING.forEach(ReelbusProcess::close);
  }

  @Test
  @Order(1)
  void ingest_noEncoderForAWhile_waitsAndIsStored() throws Exception {
    try (ReelbusProcess ingest = ingest("late")) {
      await().atMost(ReelbusProcess.DEADLINE).until(() -> waitingCuts() > 3);
      encoder = startEncoder();

      JsonNode result = result(ingest);
      assertThat(result.get("state").asText()).isEqualTo("stored");
      assertThat(result.get("frames").asLong()).isEqualTo(FRAMES);
      undisturbed = result.get("sha256").asText();
    }
    await().atMost(ReelbusProcess.DEADLINE).until(() -> waitingCuts() == 0);
  }

  @Test
  @Order(2)
  void ingest_processOfACutKilled_sameFile() throws Exception {
    try (ReelbusProcess ingest = ingest("child-killed")) {
      awaitEncoding();
      children(encoder).forEach(ProcessHandle::destroyForcibly);

      assertThat(result(ingest).get("sha256").asText()).isEqualTo(undisturbed);
    }
    assertThat(encoder.handle().isAlive()).isTrue();
  }

  @Test
  @Order(3)
  void ingest_encoderKilled_sameFileAndNoProcessIsLeft() throws Exception {
    try (ReelbusProcess ingest = ingest("encoder-killed")) {
      awaitEncoding();
      List<ProcessHandle> children = children(encoder);
      assertThat(children).isNotEmpty();
      encoder.kill();
      await()
          .atMost(ReelbusProcess.DEADLINE)
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
      encoder = startEncoder();

      assertThat(result(ingest).get("sha256").asText()).isEqualTo(undisturbed);
    }
  }

  @Test
  @Order(4)
  void encoder_interrupted_leavesNoProcess() {
    List<ProcessHandle> children = children(encoder);
    encoder.interrupt();

    assertThat(encoder.awaitEnd()).as("%s", encoder).isZero();
    await()
        .atMost(ReelbusProcess.DEADLINE)
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static ReelbusProcess ingest(String output) {
    return ReelbusProcess.start(
        folder,
        ENVIRONMENT,
        "ingest",
        input,
        "--api",
        api,
        "--wire",
        "raw",
        "--timeslice",
        "500ms",
        "--video-bits-per-second",
        "1000000",
        "--output",
        folder.resolve(output),
        "--json");
  }

  private static JsonNode result(ReelbusProcess ingest) throws IOException {
    assertThat(ingest.awaitEnd()).as("%s", ingest).isZero();
    return JSON.readTree(ingest.data());
  }

  private static List<ProcessHandle> children(ReelbusProcess process) {
    return process.handle().children().toList();
  }

  /** Waits until the unfinished recording has some slices encoded. */
  private static void awaitEncoding() {
    ReelbusClient client = ReelbusClient.connect(URI.create(api));
    await()
        .atMost(ReelbusProcess.DEADLINE)
        .until(
            () ->
                client.recordings("recording", 10, null).recordings().stream()
                    .flatMap(recording -> recording.tracks().stream())
                    .anyMatch(track -> track.encodedSlices() > 2));
  }

  private static double waitingCuts() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(api + "/v1/metrics")).build();
    String text =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
    return text.lines()
        .filter(line -> line.startsWith("reelbus_cuts_waiting{queue=\"batch\"}"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }
}
