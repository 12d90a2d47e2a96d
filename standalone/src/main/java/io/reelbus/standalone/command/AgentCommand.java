package io.reelbus.standalone.command;

import io.reelbus.standalone.Role;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reelbus agent}: this machine's devices and files, on a real cluster. */
@Command(
    name = "agent",
    mixinStandardHelpOptions = true,
    description = "Runs a capture agent: offers this machine's devices and files to a cluster.")
final class AgentCommand implements Callable<Integer> {

  /** Encoders of a cluster are elsewhere and unknown: slices a file may be ahead of them. */
  private static final int SUPPOSED_LANES = 16;

  private final Context context;

  @Mixin private RoleProcess process = new RoleProcess();
  @Mixin private AgentOptions agent = new AgentOptions();

  AgentCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    return process.run(context, process.settings(Role.AGENT, agent, SUPPOSED_LANES));
  }
}
