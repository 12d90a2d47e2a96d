package io.reelbus.standalone.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.standalone.StopSignal;
import io.reelbus.standalone.job.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The contract with scripts: exit codes, and one line that names the option and its range. */
class CommandLineTest {

  private final ByteArrayOutputStream human = new ByteArrayOutputStream();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  @TempDir private Path folder;

  private int run(Map<String, String> environment, String... words) {
    PrintStream err = new PrintStream(human, true, StandardCharsets.UTF_8);
    PrintStream out = new PrintStream(data, true, StandardCharsets.UTF_8);
    Context context = new Context(new Console(err, out, false, 80), new StopSignal());
    CommandLine line = ReelbusCommand.commandLine(environment, context);
    line.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
    return line.execute(words);
  }

  private String human() {
    return human.toString(StandardCharsets.UTF_8);
  }

  @Test
  void run_noCommand_isBadUsageAndNamesThem() {
    assertThat(run(Map.of())).isEqualTo(2);
    assertThat(human())
        .contains(
            "(expected: demo, ingest, record, devices, verify, serve, agent, encoder, assembler,"
                + " api)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo",
        "ingest",
        "record",
        "devices",
        "verify",
        "serve",
        "agent",
        "encoder",
        "assembler",
        "api"
      })
  void run_help_isDoneAndGoesToStdout(String command) {
    assertThat(run(Map.of(), command, "--help")).isZero();
    assertThat(data.toString(StandardCharsets.UTF_8)).contains("Usage: reelbus " + command);
    assertThat(human()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "frobnicate | frobnicate",
        "demo --duration 10 | '10' (expected: a number and a unit",
        "demo --lanes 0 | --lanes: 0 (expected: 1 to 256)",
        "ingest | FILE",
        "ingest a.mp4 --mime-type video/avi | --mime-type: mimeType: 'video/avi'",
        "ingest a.mp4 --timeslice 10ms | --timeslice: 10ms (expected: 100ms to 10m)",
        "ingest a.mp4 --wire cooked | cooked",
        "ingest a.mp4 --jobs 9 | --jobs: 9 (expected: 1 to 8)",
        "ingest a.mp4 --api localhost | --api: 'localhost' (expected: http://host:port",
        "record --duration 1s --output x.mp4 | --device",
        "record --device test:tone --output no/such/x.mp4 | --output: no/such/x.mp4 (expected:",
        "verify | RECORDING_OR_FILE",
        "serve --roles bus,cook | --roles: 'cook' (expected: all, or some of bus,store,",
        "serve --port 70000 | --port: 70000 (expected: 0 to 65535)",
        "serve --roles agent | --bootstrap-servers: missing",
        "serve --roles bus,api | --s3-endpoint: missing",
        "serve --disk-low 3MiB --disk-stop 4MiB | --disk-stop: 4194304 (expected: at most --disk-low",
        "serve --disk-stop 2MiB --disk-last 2MiB | --disk-last: 2097152 (expected: less than",
        "agent | --bootstrap-servers: missing",
        "agent --bootstrap-servers nowhere | --bootstrap-servers: 'nowhere' (expected: host:port",
        "agent --bootstrap-servers a:1 --agent-id a/b | --agent-id: 'a/b' (expected:",
        "assembler --bootstrap-servers a:1 | --s3-endpoint: missing",
        "api --bootstrap-servers a:1 --s3-endpoint http://s:9 | --s3-access-key, --s3-secret-key",
        "encoder --bootstrap-servers a:1 --kafka-config no.such | --kafka-config: no.such",
      })
  void run_badUsage_isTwoWithOneLineThatNamesIt(String row) {
    String words = row.substring(0, row.indexOf('|')).strip();
    String expected = row.substring(row.indexOf('|') + 1).strip();
    assertThat(run(Map.of(), words.split(" "))).isEqualTo(2);
    assertThat(human()).contains(expected).contains("--help'").doesNotContain("\tat ");
    assertThat(data.size()).isZero();
  }

  @Test
  void run_variable_standsForItsOption() {
    assertThat(run(Map.of("REELBUS_BOOTSTRAP_SERVERS", "nowhere"), "agent")).isEqualTo(2);
    assertThat(human()).contains("--bootstrap-servers: 'nowhere'");
  }

  @Test
  void run_optionAndVariable_optionWins() {
    assertThat(run(Map.of("REELBUS_LANES", "0"), "demo", "--lanes", "-3")).isEqualTo(2);
    assertThat(human()).contains("--lanes: -3");
  }

  @Test
  void run_verifyOfNothing_isOneWithOneLine() {
    assertThat(run(Map.of(), "verify", "no-such", "--data", folder.toString())).isEqualTo(1);
    assertThat(human()).contains("no-such: no such file").doesNotContain("\tat ");
  }

  @Test
  void run_verifyOfTextFile_isOneAndSaysWhy() throws IOException {
    Path file = Files.writeString(folder.resolve("x.mp4"), "this is not media");
    assertThat(run(Map.of(), "verify", file.toString())).isEqualTo(1);
    assertThat(data.toString(StandardCharsets.UTF_8)).contains("x.mp4");
  }

  @Test
  void run_version_isDone() {
    assertThat(run(Map.of(), "--version")).isZero();
    assertThat(data.toString(StandardCharsets.UTF_8)).startsWith("reelbus ");
  }
}
