package io.reelbus.standalone;

import io.reelbus.agent.SpoolSettings;
import io.reelbus.bus.BusSettings;
import io.reelbus.encoder.Isolation;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.standalone.disk.DiskLimits;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which roles run in this JVM and how they reach the rest.
 *
 * @param roles at least one
 * @param data folder of the embedded bus and store; unused without them
 * @param kafkaPort of the embedded broker, 0 for any free one
 * @param s3Port of the embedded store, 0 for any free one
 * @param bus the cluster to use; with {@link Role#BUS} only its limits count, not its address
 * @param store the store to use; with {@link Role#STORE} only its limits count, not its address
 * @param keys of the embedded store; null to make them once and keep them in the folder
 * @param host address the API listens on
 * @param port of the API, 0 for any free one
 * @param agentId this machine's name on the bus
 * @param devicesFile JSON list of devices that cannot be found by looking, null for none
 * @param lanes encoder lanes, at least 1
 * @param isolation which cuts are worked on in a process of their own
 * @param kafkaAdvertisedPort where clients of the embedded broker are told to come to, 0 for its
 *     own port
 * @param disk when the disk of the embedded bus and store is nearly full
 * @param spool what the agent keeps of live tracks while the bus does not take it
 */
public record ClusterSettings(
    Set<Role> roles,
    Path data,
    int kafkaPort,
    int s3Port,
    BusSettings bus,
    StoreSettings store,
    @Nullable KeyPair keys,
    String host,
    int port,
    String agentId,
    @Nullable Path devicesFile,
    int lanes,
    Isolation isolation,
    int kafkaAdvertisedPort,
    DiskLimits disk,
    SpoolSettings spool) {

  /** Copies the set. */
  public ClusterSettings {
    roles = Set.copyOf(roles);
  }

  /**
   * One whose lanes work in this process as long as nothing looks wrong, and with a broker that is
   * reached at its own port.
   */
  public ClusterSettings(
      Set<Role> roles,
      Path data,
      int kafkaPort,
      int s3Port,
      BusSettings bus,
      StoreSettings store,
      @Nullable KeyPair keys,
      String host,
      int port,
      String agentId,
      @Nullable Path devicesFile,
      int lanes) {
    this(
        roles,
        data,
        kafkaPort,
        s3Port,
        bus,
        store,
        keys,
        host,
        port,
        agentId,
        devicesFile,
        lanes,
        Isolation.SUSPECTS,
        0,
        DiskLimits.DEFAULTS,
        SpoolSettings.DEFAULT);
  }

  /** The same with this isolation. */
  public ClusterSettings with(Isolation newIsolation) {
    return new ClusterSettings(
        roles,
        data,
        kafkaPort,
        s3Port,
        bus,
        store,
        keys,
        host,
        port,
        agentId,
        devicesFile,
        lanes,
        newIsolation,
        kafkaAdvertisedPort,
        disk,
        spool);
  }

  /** The same with this spool. */
  public ClusterSettings with(SpoolSettings newSpool) {
    return new ClusterSettings(
        roles,
        data,
        kafkaPort,
        s3Port,
        bus,
        store,
        keys,
        host,
        port,
        agentId,
        devicesFile,
        lanes,
        isolation,
        kafkaAdvertisedPort,
        disk,
        newSpool);
  }

  boolean has(Role role) {
    return roles.contains(role);
  }

  /** Effective settings in one line, without secrets. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder("roles=");
    line.append(Role.words(EnumSet.copyOf(roles)));
    if (has(Role.BUS) || has(Role.STORE)) {
      line.append(" data=").append(data);
      line.append(" disk-low=").append(disk.lowBytes());
      line.append(" disk-stop=").append(disk.stopBytes());
      line.append(" disk-last=").append(disk.lastBytes());
      line.append(" keep=").append(disk.keep() == null ? "all" : disk.keep());
    }
    if (!has(Role.BUS)) {
      line.append(" bootstrap-servers=").append(bus.bootstrapServers());
      if (!bus.kafkaConfig().isEmpty()) {
        line.append(" kafka-config=").append(bus.kafkaConfig().keySet()); // values may be secret
      }
    }
    boolean usesStore = has(Role.API) || has(Role.ASSEMBLER);
    if (usesStore && !has(Role.STORE)) {
      line.append(" s3-endpoint=").append(store.endpoint());
      line.append(" s3-access-key=").append(store.accessKey()).append(" s3-secret-key=***");
    }
    if (usesStore || has(Role.STORE)) {
      line.append(" s3-bucket=").append(store.bucket());
    }
    line.append(" max-record-bytes=").append(bus.maxRecordBytes());
    line.append(" replication-factor=").append(bus.replicationFactor());
    if (has(Role.API)) {
      line.append(" host=").append(host).append(" port=").append(port);
    }
    if (has(Role.AGENT)) {
      line.append(" agent-id=").append(agentId);
      if (devicesFile != null) {
        line.append(" devices-file=").append(devicesFile);
      }
      line.append(" spool-memory-bytes=").append(spool.memoryBytes());
      if (spool.folder() != null) {
        line.append(" spool-folder=").append(spool.folder());
        line.append(" spool-disk-bytes=").append(spool.diskBytes());
      }
    }
    if (has(Role.ENCODER)) {
      line.append(" lanes=").append(lanes);
      line.append(" isolate=").append(isolation.name().toLowerCase(Locale.ROOT));
    }
    return line.toString();
  }
}
