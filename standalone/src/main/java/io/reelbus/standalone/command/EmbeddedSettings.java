package io.reelbus.standalone.command;

import io.reelbus.standalone.ClusterSettings;
import io.reelbus.standalone.KeyPair;
import io.reelbus.standalone.Role;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;

/** Settings of a cluster that a command embeds for itself: loopback, free ports, own keys. */
final class EmbeddedSettings {

  private EmbeddedSettings() {}

  static ClusterSettings of(Set<Role> roles, Path data, AgentOptions agent, int lanes, int port) {
    return new ClusterSettings(
            roles,
            data,
            0,
            0,
            new BusOptions().embedded(),
            new StoreOptions().settings(URI.create("http://localhost"), new KeyPair("-", "-")),
            null,
            "127.0.0.1",
            port,
            agent.id(),
            agent.devicesFile(),
            lanes)
        .with(agent.spool());
  }
}
