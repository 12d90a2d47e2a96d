package io.reelbus.standalone.command;

import io.reelbus.standalone.ClusterSettings;
import io.reelbus.standalone.Role;
import java.nio.file.Path;

/** Clusters for tests: everything embedded, on free ports. */
public final class TestClusters {

  private TestClusters() {}

  /** All roles with two lanes. */
  public static ClusterSettings of(Path data) {
    return EmbeddedSettings.of(Role.all(), data, new AgentOptions(), 2, 0);
  }
}
