package io.reelbus.standalone.command;

import io.reelbus.standalone.Role;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reelbus assembler}: chunks to files, on a real cluster and store. */
@Command(
    name = "assembler",
    mixinStandardHelpOptions = true,
    description = "Runs an assembler: makes files of a cluster's chunks and puts them in S3.")
final class AssemblerCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private RoleProcess process = new RoleProcess();
  @Mixin private StoreOptions store = new StoreOptions();

  AssemblerCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    return process.run(
        context,
        process.settings(
            Role.ASSEMBLER,
            store.required("of an S3 store"),
            new HttpOptions(),
            new AgentOptions(),
            1));
  }
}
