package io.reelbus.standalone.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where an embedded cluster lives. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      defaultValue = "reelbus-data",
      description = "Folder of the embedded bus and store (default: ./${DEFAULT-VALUE}).")
  Path folder = Path.of("reelbus-data");
}
