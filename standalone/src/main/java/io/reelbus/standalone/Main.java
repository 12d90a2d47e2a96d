package io.reelbus.standalone;

import io.reelbus.standalone.command.ReelbusCommand;
import java.util.Map;

/** The process of the {@code reelbus} command. */
public final class Main {

  private Main() {}

  /** Runs a command line and leaves with its exit code. */
  public static void main(String[] args) {
    Logs.configure(System.getenv());
    StopSignal stop = StopSignal.install();
    int code = ReelbusCommand.run(args, System.getenv(), stop);
    stop.exit(code);
  }

  /** The environment variable that shows stack traces. */
  public static boolean debug(Map<String, String> environment) {
    return "1".equals(environment.get("REELBUS_DEBUG"));
  }
}
