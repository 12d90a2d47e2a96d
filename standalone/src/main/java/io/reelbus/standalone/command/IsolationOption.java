package io.reelbus.standalone.command;

import io.reelbus.encoder.Isolation;
import picocli.CommandLine.Option;

/** What a crash of native code may take along. */
final class IsolationOption {

  @Option(
      names = "--isolate",
      paramLabel = "all|suspects",
      defaultValue = "all",
      description =
          "Which cuts are encoded in a process of their own, so that a crash of a codec harms no"
              + " other: all, or those that were delivered before or failed"
              + " (default: ${DEFAULT-VALUE}).")
  Isolation isolation = Isolation.ALL;
}
