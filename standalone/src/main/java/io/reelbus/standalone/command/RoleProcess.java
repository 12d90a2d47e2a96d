package io.reelbus.standalone.command;

import io.reelbus.bus.BusSettings;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.standalone.Cluster;
import io.reelbus.standalone.ClusterSettings;
import io.reelbus.standalone.HealthServer;
import io.reelbus.standalone.KeyPair;
import io.reelbus.standalone.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the commands of one role against a real cluster have in common. */
final class RoleProcess {

  @Mixin private BusOptions bus = new BusOptions();

  @Option(
      names = "--health-port",
      paramLabel = "PORT",
      description = "Answers GET /v1/health with 200 or 503 here (default: not at all).")
  private @Nullable Integer healthPort;

  @Option(
      names = "--health-host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Address for --health-port (default: ${DEFAULT-VALUE}).")
  private String healthHost = "127.0.0.1";

  /** The cluster named on the command line. */
  BusSettings bus() {
    return bus.required("of a cluster; see also --kafka-config");
  }

  /** Settings of a role that uses neither store nor HTTP. */
  ClusterSettings settings(Role role, AgentOptions agent, int lanes) {
    return settings(role, noStore(), new HttpOptions(), agent, lanes);
  }

  ClusterSettings settings(
      Role role, StoreSettings store, HttpOptions http, AgentOptions agent, int lanes) {
    return new ClusterSettings(
            Set.of(role),
            Path.of(""),
            0,
            0,
            bus(),
            store,
            null,
            http.host,
            http.port(),
            agent.id(),
            agent.devicesFile(),
            lanes)
        .with(agent.spool());
  }

  private static StoreSettings noStore() {
    return new StoreOptions().settings(URI.create("http://localhost"), new KeyPair("-", "-"));
  }

  /** Runs until stopped. */
  int run(Context context, ClusterSettings settings) throws InterruptedException {
    context.console().say("settings: " + settings);
    try (Cluster cluster = PatientStart.start(context, settings)) {
      return cluster == null ? ExitCode.DONE : run(context, settings, cluster);
    }
  }

  private int run(Context context, ClusterSettings settings, Cluster cluster)
      throws InterruptedException {
    Integer port = healthPort;
    try (HealthServer health =
        port == null
            ? HealthServer.none()
            : HealthServer.start(healthHost, Checks.port("--health-port", port), cluster)) {
      if (settings.roles().contains(Role.API)) {
        context.console().say("api: " + cluster.api());
      }
      health.url().ifPresent(url -> context.console().say("health: " + url));
      context.console().say("up; Ctrl-C stops");
      new Watch(context, cluster).untilStopped();
    }
    return ExitCode.DONE;
  }
}
