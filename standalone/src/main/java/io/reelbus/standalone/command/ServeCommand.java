package io.reelbus.standalone.command;

import io.reelbus.standalone.Cluster;
import io.reelbus.standalone.ClusterSettings;
import io.reelbus.standalone.KeyPair;
import io.reelbus.standalone.Role;
import io.reelbus.standalone.UsageException;
import io.reelbus.standalone.job.Console;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reelbus serve}: roles of one machine until stopped. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description =
        "Runs all roles, or some, with an embedded bus and store, until Ctrl-C. Roles that are"
            + " left out may run as other processes.")
final class ServeCommand implements Callable<Integer> {

  private final Context context;

  @Mixin private DataOption data = new DataOption();

  @Option(
      names = "--roles",
      paramLabel = "ROLE,...",
      defaultValue = "all",
      description =
          "all, or some of bus,store,api,agent,encoder,assembler (default: ${DEFAULT-VALUE}).")
  private String roles = "all";

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Of the embedded broker, 0 for any (default: ${DEFAULT-VALUE}).")
  private int kafkaPort = 9092;

  @Option(
      names = "--kafka-advertised-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description =
          "Where clients of the embedded broker are told to come to: a proxy's port, 0 for the"
              + " broker's own (default: ${DEFAULT-VALUE}).")
  private int kafkaAdvertisedPort;

  @Option(
      names = "--s3-port",
      paramLabel = "PORT",
      defaultValue = "9000",
      description = "Of the embedded store, 0 for any (default: ${DEFAULT-VALUE}).")
  private int s3Port = 9000;

  @Mixin private HttpOptions http = new HttpOptions();
  @Mixin private AgentOptions agent = new AgentOptions();
  @Mixin private LanesOption lanes = new LanesOption();
  @Mixin private IsolationOption isolation = new IsolationOption();
  @Mixin private DiskOptions disk = new DiskOptions();
  @Mixin private BusOptions bus = new BusOptions();
  @Mixin private StoreOptions store = new StoreOptions();

  ServeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    ClusterSettings settings = settings();
    Console console = context.console();
    console.say("settings: " + settings);
    try (Cluster cluster =
        settings.roles().contains(Role.BUS)
            ? Cluster.start(settings)
            : PatientStart.start(context, settings)) {
      if (cluster == null) {
        return ExitCode.DONE;
      }
      if (settings.roles().contains(Role.BUS)) {
        console.say("bus:   " + cluster.bootstrapServers());
      }
      if (settings.roles().contains(Role.STORE)) {
        console.say(
            "store: "
                + cluster.s3Endpoint()
                + ", files in "
                + cluster.bucketFolder().orElseThrow()
                + ", keys in "
                + data.folder.resolve("credentials"));
      }
      if (settings.roles().contains(Role.API)) {
        console.say("api:   " + cluster.api());
      }
      console.say("up; Ctrl-C stops and finishes the files");
      new Watch(context, cluster).untilStopped();
      if (settings.roles().equals(Role.all())) {
        new Drain(cluster.api(), console).run();
      }
    }
    return ExitCode.DONE;
  }

  private ClusterSettings settings() {
    Set<Role> chosen;
    try {
      chosen = Role.parse(roles);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--roles: " + e.getMessage(), e);
    }
    boolean needsStore = chosen.contains(Role.API) || chosen.contains(Role.ASSEMBLER);
    return new ClusterSettings(
        chosen,
        data.folder,
        Checks.port("--kafka-port", kafkaPort),
        Checks.port("--s3-port", s3Port),
        chosen.contains(Role.BUS) ? bus.embedded() : bus.required("without the bus among --roles"),
        chosen.contains(Role.STORE) || !needsStore
            ? store.settings(URI.create("http://localhost"), new KeyPair("-", "-"))
            : store.required("without the store among --roles"),
        chosen.contains(Role.STORE) ? store.keys().orElse(null) : null,
        http.host,
        http.port(),
        agent.id(),
        agent.devicesFile(),
        lanes.lanes(),
        isolation.isolation,
        Checks.port("--kafka-advertised-port", kafkaAdvertisedPort),
        disk.limits(),
        agent.spool());
  }
}
