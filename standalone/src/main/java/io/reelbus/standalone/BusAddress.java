package io.reelbus.standalone;

import java.util.Map;

/**
 * A Kafka cluster that is not ours.
 *
 * @param bootstrapServers {@code host:port,...}
 * @param clientConfig Kafka client properties, may hold secrets
 * @param replicationFactor of topics made, 1 to 5
 * @param maxRecordBytes largest record written
 */
public record BusAddress(
    String bootstrapServers,
    Map<String, String> clientConfig,
    short replicationFactor,
    int maxRecordBytes) {

  /** Copies the map. */
  public BusAddress {
    clientConfig = Map.copyOf(clientConfig);
  }

  @Override
  public String toString() {
    return bootstrapServers + " (client settings: " + clientConfig.keySet() + ")";
  }
}
