package io.reelbus.standalone.command;

import io.reelbus.standalone.Role;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reelbus encoder}: more lanes for a real cluster. */
@Command(
    name = "encoder",
    mixinStandardHelpOptions = true,
    description = "Runs encoder lanes against a cluster; as many processes as wanted.")
final class EncoderCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private RoleProcess process = new RoleProcess();
  @Mixin private LanesOption lanes = new LanesOption();
  @Mixin private IsolationOption isolation = new IsolationOption();

  EncoderCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    return process.run(
        context,
        process
            .settings(Role.ENCODER, new AgentOptions(), lanes.lanes())
            .with(isolation.isolation));
  }
}
