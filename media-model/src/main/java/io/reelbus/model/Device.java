package io.reelbus.model;

import java.util.Map;

/**
 * A {@code MediaDeviceInfo} on some agent's machine.
 *
 * @param deviceId stable per agent and device: a hash, the same after a restart
 * @param kind video or audio input
 * @param label what a person calls it
 * @param groupId shared by devices of one physical unit
 * @param agentId whose machine
 * @param source how the agent opens it
 * @param capabilities what it can do, by constraint name, e.g. {@code width=1..1920}; see {@link
 *     io.reelbus.model.constraints.DeviceSettings}
 */
public record Device(
    String deviceId,
    MediaKind kind,
    String label,
    String groupId,
    String agentId,
    Source source,
    Map<String, String> capabilities) {

  /** Copies the map. */
  public Device {
    capabilities = Map.copyOf(capabilities);
  }
}
