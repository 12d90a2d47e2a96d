package io.reelbus.standalone.command;

import io.reelbus.model.MediaException;
import io.reelbus.standalone.Main;
import io.reelbus.standalone.StopSignal;
import io.reelbus.standalone.UsageException;
import io.reelbus.standalone.job.Console;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code reelbus} command: reads a command line and runs one of its commands. */
@Command(
    name = "reelbus",
    mixinStandardHelpOptions = true,
    versionProvider = ReelbusCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Records cameras, microphones, screens and files through Apache Kafka into playable files"
            + " in S3.",
    footer = {
      "",
      "Every option is also an environment variable: --s3-endpoint is REELBUS_S3_ENDPOINT.",
      "REELBUS_LOG=debug shows what happens, REELBUS_DEBUG=1 shows stack traces.",
      "Exit codes: 0 done, 1 the media failed, 2 bad usage."
    })
public final class ReelbusCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  private ReelbusCommand() {}

  /**
   * Runs a command line to its end.
   *
   * @param args words of the command line
   * @param environment variables
   * @param stop asks long commands to finish
   * @return the exit code
   */
  public static int run(String[] args, Map<String, String> environment, StopSignal stop) {
    return run(args, environment, new Context(Console.ofProcess(), stop));
  }

  static int run(String[] args, Map<String, String> environment, Context context) {
    return commandLine(environment, context).execute(args);
  }

  /** The whole command tree, also for the reference page. */
  static CommandLine commandLine(Map<String, String> environment, Context context) {
    CommandLine line = new CommandLine(new ReelbusCommand());
    line.addSubcommand(new DemoCommand(context));
    line.addSubcommand(new IngestCommand(context));
    line.addSubcommand(new RecordCommand(context));
    line.addSubcommand(new DevicesCommand(context));
    line.addSubcommand(new VerifyCommand(context));
    line.addSubcommand(new ServeCommand(context));
    line.addSubcommand(new AgentCommand(context));
    line.addSubcommand(new EncoderCommand(context));
    line.addSubcommand(new AssemblerCommand(context));
    line.addSubcommand(new ApiCommand(context));
    line.setDefaultValueProvider(new EnvironmentDefaults(environment));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setParameterExceptionHandler(
        (e, words) -> {
          refuse(e.getCommandLine(), String.valueOf(e.getMessage()));
          return ExitCode.BAD_USAGE;
        });
    boolean debug = Main.debug(environment);
    line.setExecutionExceptionHandler(
        (e, failed, parsed) -> {
          context.console().clearStatus();
          if (debug) {
            e.printStackTrace(failed.getErr());
          }
          if (context.stop().isRequested() && !(e instanceof MediaException)) {
            context.console().say("stopped before it was up"); // half-started roles fail anyhow
            return ExitCode.MEDIA_FAILED;
          }
          return explain(e, failed);
        });
    return line;
  }

  private static int explain(Exception e, CommandLine failed) {
    if (e instanceof UsageException || e instanceof ParameterException) {
      refuse(failed, String.valueOf(e.getMessage()));
      return ExitCode.BAD_USAGE;
    }
    String message =
        e instanceof MediaException media
            ? media.name() + ": " + media.getMessage()
            : e + " (REELBUS_DEBUG=1 shows where)";
    PrintWriter err = failed.getErr();
    err.println(prefix(failed) + message);
    err.flush();
    return ExitCode.MEDIA_FAILED;
  }

  private static void refuse(CommandLine failed, String message) {
    PrintWriter err = failed.getErr();
    err.println(prefix(failed) + message);
    err.println("Try '" + failed.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
  }

  private static String prefix(CommandLine failed) {
    return failed.getCommandSpec().qualifiedName() + ": ";
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing (expected: " + names());
  }

  private String names() {
    return String.join(", ", spec.subcommands().keySet()) + ")";
  }

  /** The version in the jar's manifest. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = ReelbusCommand.class.getPackage().getImplementationVersion();
      return new String[] {"reelbus " + Objects.requireNonNullElse(version, "development")};
    }
  }
}
