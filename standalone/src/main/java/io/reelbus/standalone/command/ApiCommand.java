package io.reelbus.standalone.command;

import io.reelbus.standalone.Role;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code reelbus api}: the door of a real cluster and store. */
@Command(
    name = "api",
    mixinStandardHelpOptions = true,
    description = "Runs the storage API of a cluster and its store.")
final class ApiCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private RoleProcess process = new RoleProcess();
  @Mixin private StoreOptions store = new StoreOptions();
  @Mixin private HttpOptions http = new HttpOptions();

  ApiCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    return process.run(
        context,
        process.settings(Role.API, store.required("of an S3 store"), http, new AgentOptions(), 1));
  }
}
