package io.reelbus.standalone.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much is encoded at the same time. */
final class LanesOption {

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description = "Encoder lanes, 1 to 256 (default: one per core).")
  @Nullable Integer lanes;

  /** Number of lanes. */
  int lanes() {
    return lanes == null
        ? Math.min(256, Runtime.getRuntime().availableProcessors())
        : Checks.range("--lanes", lanes, 1, 256);
  }
}
