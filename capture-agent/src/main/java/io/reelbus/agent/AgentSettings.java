package io.reelbus.agent;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a capture agent.
 *
 * @param agentId stable name; part of every device's identity
 * @param host host name for people
 * @param devicesFile JSON list of {@code {"label", "kind", "source"}}: network cameras and other
 *     sources that cannot be found by looking; null for none
 * @param testDevices whether to offer two test cameras and a tone
 * @param systemDevices whether to look for cameras, microphones and screens of this machine
 * @param slicesInFlight complete slices of a file's track that may wait for an encoder whatever
 *     their size, at least 1: encoder lanes plus two
 * @param rawInFlightBytes how far reading a file on a raw wire may be ahead of the encoders; at
 *     this bound reading waits
 * @param nativeInFlightBytes the same for a native wire
 * @param tapeRetention how long device tapes are kept
 * @param openDeadline how long opening a source may take
 * @param readDeadline how long a source may be silent before it counts as failed
 * @param spool what is kept of live tracks while the bus does not take it
 */
public record AgentSettings(
    String agentId,
    String host,
    @Nullable Path devicesFile,
    boolean testDevices,
    boolean systemDevices,
    int slicesInFlight,
    long rawInFlightBytes,
    long nativeInFlightBytes,
    Duration tapeRetention,
    Duration openDeadline,
    Duration readDeadline,
    SpoolSettings spool) {

  /** With the usual spool. */
  public AgentSettings(
      String agentId,
      String host,
      @Nullable Path devicesFile,
      boolean testDevices,
      boolean systemDevices,
      int slicesInFlight,
      long rawInFlightBytes,
      long nativeInFlightBytes,
      Duration tapeRetention,
      Duration openDeadline,
      Duration readDeadline) {
    this(
        agentId,
        host,
        devicesFile,
        testDevices,
        systemDevices,
        slicesInFlight,
        rawInFlightBytes,
        nativeInFlightBytes,
        tapeRetention,
        openDeadline,
        readDeadline,
        SpoolSettings.DEFAULT);
  }

  /** Checks the ranges. */
  public AgentSettings {
    if (!agentId.matches("[A-Za-z0-9._-]{1,60}")) {
      throw new IllegalArgumentException(
          "agentId: '" + agentId + "' (expected: 1 to 60 of A-Z a-z 0-9 . _ -)");
    }
    if (slicesInFlight < 1) {
      throw new IllegalArgumentException("slicesInFlight: " + slicesInFlight + " (expected: >= 1)");
    }
    if (rawInFlightBytes < 1 || nativeInFlightBytes < 1) {
      throw new IllegalArgumentException(
          "in-flight bytes: "
              + rawInFlightBytes
              + ", "
              + nativeInFlightBytes
              + " (expected: >= 1 each)");
    }
  }

  /** Everything on, usual bounds. */
  public static AgentSettings defaults(String agentId, String host) {
    return new AgentSettings(
        agentId,
        host,
        null,
        true,
        true,
        Runtime.getRuntime().availableProcessors() + 2,
        1L << 30,
        256L << 20,
        Duration.ofHours(1),
        Duration.ofSeconds(15),
        Duration.ofSeconds(15));
  }

  /** The same with a file of configured devices. */
  public AgentSettings withDevicesFile(Path file) {
    return new AgentSettings(
        agentId,
        host,
        file,
        testDevices,
        systemDevices,
        slicesInFlight,
        rawInFlightBytes,
        nativeInFlightBytes,
        tapeRetention,
        openDeadline,
        readDeadline,
        spool);
  }

  /** The same for a number of encoder lanes. */
  public AgentSettings withLanes(int lanes) {
    return new AgentSettings(
        agentId,
        host,
        devicesFile,
        testDevices,
        systemDevices,
        lanes + 2,
        rawInFlightBytes,
        nativeInFlightBytes,
        tapeRetention,
        openDeadline,
        readDeadline,
        spool);
  }

  /** The same with or without devices of its own. */
  public AgentSettings withDevices(boolean test, boolean system) {
    return new AgentSettings(
        agentId,
        host,
        devicesFile,
        test,
        system,
        slicesInFlight,
        rawInFlightBytes,
        nativeInFlightBytes,
        tapeRetention,
        openDeadline,
        readDeadline,
        spool);
  }

  /** The same with this spool. */
  public AgentSettings with(SpoolSettings newSpool) {
    return new AgentSettings(
        agentId,
        host,
        devicesFile,
        testDevices,
        systemDevices,
        slicesInFlight,
        rawInFlightBytes,
        nativeInFlightBytes,
        tapeRetention,
        openDeadline,
        readDeadline,
        newSpool);
  }
}
