package io.reelbus.standalone.command;

import io.reelbus.bus.BusSettings;
import io.reelbus.standalone.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach a Kafka cluster. */
final class BusOptions {

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,...",
      description = "Kafka brokers (4.2 or later, share groups on).")
  @Nullable String bootstrapServers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Kafka client properties, e.g. security.protocol and sasl.jaas.config.")
  @Nullable Path kafkaConfig;

  @Option(
      names = "--replication-factor",
      paramLabel = "N",
      defaultValue = "1",
      description = "Of topics Reelbus makes, 1 to 5 (default: ${DEFAULT-VALUE}).")
  int replicationFactor = 1;

  @Option(
      names = "--max-record-bytes",
      paramLabel = "BYTES",
      defaultValue = "8388608",
      description = "Larger frames and chunks are split, 65536 to 67108864 (default: 8 MiB).")
  int maxRecordBytes = 8 << 20;

  /** The cluster named, if one was. */
  Optional<BusSettings> named() {
    Map<String, String> config = config();
    String servers = bootstrapServers == null ? config.get("bootstrap.servers") : bootstrapServers;
    return servers == null
        ? Optional.empty()
        : Optional.of(settings(Checks.hostPorts("--bootstrap-servers", servers), config));
  }

  /** The cluster named; {@code why} there must be one, for the message. */
  BusSettings required(String why) {
    return named()
        .orElseThrow(
            () ->
                new UsageException(
                    "--bootstrap-servers: missing (expected: host:port,... " + why + ")"));
  }

  /** The same settings for a broker that is started here. */
  BusSettings embedded() {
    return settings("localhost:0", Map.of());
  }

  private BusSettings settings(String servers, Map<String, String> config) {
    Checks.range("--replication-factor", replicationFactor, 1, 5);
    Checks.range("--max-record-bytes", maxRecordBytes, 65_536, 64 << 20);
    BusSettings defaults = BusSettings.defaults(servers);
    return new BusSettings(
        servers,
        config,
        maxRecordBytes,
        (short) replicationFactor,
        defaults.poolPartitions(),
        defaults.chunkPartitions(),
        defaults.cutLock());
  }

  private Map<String, String> config() {
    Path file = kafkaConfig;
    if (file == null) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      throw new UsageException(
          "--kafka-config: " + file + " (expected: a readable properties file; " + e + ")", e);
    }
    Map<String, String> config = new TreeMap<>();
    properties.stringPropertyNames().forEach(n -> config.put(n, properties.getProperty(n)));
    return config;
  }
}
