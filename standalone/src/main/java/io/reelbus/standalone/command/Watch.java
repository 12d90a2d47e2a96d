package io.reelbus.standalone.command;

import io.reelbus.standalone.Cluster;
import io.reelbus.standalone.Role;
import io.reelbus.standalone.RoleHealth;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** Stays until the process is asked to stop, and says when a role's health changes. */
final class Watch {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  private final Context context;
  private final Cluster cluster;
  private final Map<Role, Boolean> known = new EnumMap<>(Role.class);

  Watch(Context context, Cluster cluster) {
    this.context = context;
    this.cluster = cluster;
  }

  void untilStopped() throws InterruptedException {
    while (!context.stop().await(LOOK_EVERY)) {
      cluster.check().forEach(this::report);
    }
    context.console().say("stopping");
  }

  private void report(RoleHealth health) {
    Boolean before = known.put(health.role(), health.up());
    boolean wasUp = before == null || before;
    if (health.up() != wasUp) {
      context
          .console()
          .say(health.role().word() + (health.up() ? " up: " : " down: ") + health.detail());
    }
  }
}
