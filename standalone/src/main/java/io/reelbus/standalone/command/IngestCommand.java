package io.reelbus.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.standalone.Session;
import io.reelbus.standalone.UsageException;
import io.reelbus.standalone.job.Console;
import io.reelbus.standalone.job.Figures;
import io.reelbus.standalone.job.Ingest;
import io.reelbus.standalone.job.IngestPlan;
import io.reelbus.standalone.job.IngestResult;
import io.reelbus.standalone.job.MediaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code reelbus ingest}: files in, exact and verified recordings out. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description =
        "Records files, faster than real time and in parallel. Each output has its input's base"
            + " name and the container's extension. Exit code 0 only if every input was stored and"
            + " verified.")
final class IngestCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Context context;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files or URLs to record.")
  private List<String> inputs = List.of();

  @Mixin private MediaOptions media = new MediaOptions();
  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder of the outputs, made when missing (default: the current one).")
  private Path output = Path.of(".");

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "2",
      description = "Files at the same time, 1 to 8 (default: ${DEFAULT-VALUE}).")
  private int jobs = 2;

  @Option(
      names = "--json",
      description =
          "One JSON object per input on stdout: input, output, frames, durationUs, sha256, state;"
              + " error when it is not stored.")
  private boolean json;

  IngestCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    MediaSettings settings = media.settings("video/mp4");
    Checks.range("--jobs", jobs, 1, 8);
    Path folder = folder();
    IngestPlan plan = IngestPlan.of(inputs, folder, settings.extension());
    try (Session session = server.open()) {
      Ingest ingest =
          new Ingest(session.client(), settings, jobs, context.console(), context.stop());
      List<IngestResult> results = ingest.run(plan, this::report);
      return results.stream().allMatch(IngestResult::stored)
          ? ExitCode.DONE
          : ExitCode.MEDIA_FAILED;
    }
  }

  private Path folder() {
    Path folder = output.toAbsolutePath().normalize();
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UsageException(
          "--output: " + output + " (expected: a folder that can be written; " + e + ")", e);
    }
    return folder;
  }

  private void report(IngestResult result) {
    Console console = context.console();
    if (result.error() != null) {
      console.say(result.input() + ": " + result.state() + ": " + result.error());
    } else {
      console.say(
          result.input()
              + ": stored, "
              + result.frames()
              + " frames, "
              + Figures.time(result.durationUs()));
    }
    if (json) {
      console.print(line(result));
    } else if (result.output() != null) {
      console.print(result.output());
    }
  }

  private static String line(IngestResult result) {
    try {
      return JSON.writeValueAsString(result);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
