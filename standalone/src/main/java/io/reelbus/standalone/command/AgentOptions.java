package io.reelbus.standalone.command;

import io.reelbus.agent.SpoolSettings;
import io.reelbus.standalone.UsageException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which machine a capture agent is. */
final class AgentOptions {

  private static final int MIB = 1 << 20;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,60}");

  @Option(
      names = "--agent-id",
      paramLabel = "NAME",
      description =
          "Stable name of this machine, 1 to 60 of A-Z, a-z, 0-9, '.', '_', '-' (default: the"
              + " host name).")
  @Nullable String agentId;

  @Option(
      names = "--devices-file",
      paramLabel = "FILE",
      description =
          "JSON list of network cameras and other devices that cannot be found by looking.")
  @Nullable Path devicesFile;

  @Option(
      names = "--spool-memory-bytes",
      paramLabel = "N",
      description =
          "Live media kept in memory while the bus does not take it, 1048576 or more (default: 64"
              + " MiB).")
  long spoolMemoryBytes = SpoolSettings.DEFAULT.memoryBytes();

  @Option(
      names = "--spool-folder",
      paramLabel = "DIR",
      description = "Live media that memory has no room for is kept here (default: it is dropped).")
  @Nullable Path spoolFolder;

  @Option(
      names = "--spool-disk-bytes",
      paramLabel = "N",
      description = "How much in --spool-folder, 1048576 or more (default: 10 GiB).")
  long spoolDiskBytes = 10L << 30;

  /** How much of live tracks is kept while the bus is away, checked. */
  SpoolSettings spool() {
    return new SpoolSettings(
        Checks.atLeast("--spool-memory-bytes", spoolMemoryBytes, MIB),
        spoolFolder,
        Checks.atLeast("--spool-disk-bytes", spoolDiskBytes, MIB));
  }

  /** The name, checked. */
  String id() {
    String id = agentId;
    if (id == null) {
      return hostName();
    }
    if (!ID.matcher(id).matches()) {
      throw new UsageException(
          "--agent-id: '" + id + "' (expected: 1 to 60 of A-Z, a-z, 0-9, '.', '_', '-')");
    }
    return id;
  }

  /** The device file, checked to be readable. */
  @Nullable Path devicesFile() {
    Path file = devicesFile;
    if (file != null && !Files.isReadable(file)) {
      throw new UsageException("--devices-file: " + file + " (expected: a readable file)");
    }
    return file;
  }

  static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName().replaceAll("[^A-Za-z0-9._-]", "-");
      return name.length() > 60 ? name.substring(0, 60) : name;
    } catch (UnknownHostException e) {
      return "localhost"; // a machine that does not know its own name still has its devices
    }
  }
}
