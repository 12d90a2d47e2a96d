package io.reelbus.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.recorder.RecordingInfo;
import io.reelbus.recorder.ReelbusClient;
import java.io.IOException;
import java.net.URI;
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

/** Every role as its own process, told where the others are by {@code REELBUS_} variables. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RolesAsProcessesIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static final Map<String, String> ENVIRONMENT = new HashMap<>();
  private static final List<ReelbusProcess> RUNNING = new ArrayList<>();
  private static ReelbusProcess server;
  private static ReelbusProcess doomed;
  private static String firstApi = "";
  private static String secondApi = "";
  private static Path input;

  @BeforeAll
  static void start() {
    SystemFfmpeg.assumeInstalled();
    input =
        new Inputs(folder)
            .make(
                "input.mp4",
                "-f lavfi -i testsrc2=size=640x360:rate=25 -t 20 -c:v libx264 -preset ultrafast");
    ENVIRONMENT.put("DISPLAY", ""); // the machine's own devices are not for this test
    ENVIRONMENT.put("REELBUS_DATA", folder.resolve("data").toString());
    ENVIRONMENT.put("REELBUS_S3_ACCESS_KEY", "system-tests");
    ENVIRONMENT.put("REELBUS_S3_SECRET_KEY", "only-for-tests");
    ENVIRONMENT.put("REELBUS_PORT", "0");
    server = run("serve", "--roles", "bus,store,api", "--kafka-port", "0", "--s3-port", "0");
    server.awaitWords("up; Ctrl-C");
    firstApi = server.value("api:");
    ENVIRONMENT.put("REELBUS_BOOTSTRAP_SERVERS", server.value("bus:"));
    String store = server.value("store:");
    ENVIRONMENT.put("REELBUS_S3_ENDPOINT", store.substring(0, store.indexOf(',')));
    run("agent", "--agent-id", "camera-host");
    doomed = run("encoder", "--lanes", "1");
    run("encoder", "--lanes", "1");
    run("assembler");
    ReelbusProcess api = run("api");
    RUNNING.forEach(process -> process.awaitWords("up; Ctrl-C"));
    secondApi = api.value("api:");
  }

  private static ReelbusProcess run(Object... args) {
    ReelbusProcess process = ReelbusProcess.start(folder, ENVIRONMENT, args);
    RUNNING.add(process);
    return process;
  }

  @AfterAll
  static void end() {
    RUNNING.forEach(ReelbusProcess::close);
  }

  private static ReelbusProcess ingest(String output) {
    return ReelbusProcess.start(
        folder,
        ENVIRONMENT,
        "ingest",
        input,
        "--api",
        firstApi,
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

  @Test
  @Order(1)
  void ingest_encoderKilledInTheMiddle_sameFileAsUndisturbed() throws IOException {
    JsonNode undisturbed;
    try (ReelbusProcess ingest = ingest("undisturbed")) {
      undisturbed = result(ingest);
    }
    ReelbusClient client = ReelbusClient.connect(URI.create(firstApi));
    JsonNode disturbed;
    try (ReelbusProcess ingest = ingest("disturbed")) {
      await()
          .atMost(ReelbusProcess.DEADLINE)
          .until(
              () ->
                  client.recordings("recording", 10, null).recordings().stream()
                      .mapToLong(RolesAsProcessesIT::encodedSlices)
                      .anyMatch(encoded -> encoded > 2));
      doomed.kill();
      disturbed = result(ingest);
    }

    assertThat(undisturbed.get("state").asText()).isEqualTo("stored");
    assertThat(undisturbed.get("frames").asLong()).isEqualTo(500);
    assertThat(disturbed.get("state").asText()).isEqualTo("stored");
    assertThat(disturbed.get("sha256").asText()).isEqualTo(undisturbed.get("sha256").asText());
  }

  private static long encodedSlices(RecordingInfo recording) {
    return recording.tracks().stream().mapToLong(track -> track.encodedSlices()).sum();
  }

  @Test
  @Order(2)
  void record_interrupted_finishesItsFile() {
    Path file = folder.resolve("interrupted.mp4");
    try (ReelbusProcess record =
        ReelbusProcess.start(
            folder,
            ENVIRONMENT,
            "record",
            "--api",
            secondApi,
            "--device",
            "Test camera 1",
            "--device",
            "Test tone",
            "--output",
            file)) {
      record.awaitWords("Ctrl-C stops it");
      ReelbusClient client = ReelbusClient.connect(URI.create(secondApi));
      await()
          .atMost(ReelbusProcess.DEADLINE)
          .until(
              () ->
                  client.recordings("recording", 10, null).recordings().stream()
                      .anyMatch(recording -> recording.blobs() > 1));
      record.interrupt();

      assertThat(record.awaitEnd()).as("%s", record).isZero();
      assertThat(record.data().strip()).isEqualTo(file.toString());
      assertThat(record.words()).contains("stored: ").doesNotContain("\tat ");
    }
    String length = SystemFfmpeg.ffprobe("-show_entries format=duration -of csv=p=0", file);
    assertThat(Double.parseDouble(length.strip())).isGreaterThan(2);
  }

  @Test
  @Order(3)
  void roles_interrupted_leaveCleanly() {
    List<ReelbusProcess> roles = new ArrayList<>(RUNNING);
    roles.remove(doomed);
    roles.remove(server);
    roles.forEach(ReelbusProcess::interrupt);
    roles.forEach(RolesAsProcessesIT::leavesCleanly);
    server.interrupt();
    leavesCleanly(server);
  }

  private static void leavesCleanly(ReelbusProcess process) {
    assertThat(process.awaitEnd()).as("%s", process).isZero();
    assertThat(process.words()).endsWith("stopping\n").doesNotContain("\tat ");
  }
}
