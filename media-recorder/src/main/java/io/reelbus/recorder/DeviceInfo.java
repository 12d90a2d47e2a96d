package io.reelbus.recorder;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A camera, microphone or screen of a live agent, as W3C {@code MediaDeviceInfo}.
 *
 * @param deviceId stable per agent and device
 * @param kind {@code videoinput} or {@code audioinput}
 * @param label what a person calls it
 * @param groupId shared by devices of one physical unit
 * @param agentId whose machine
 * @param capabilities W3C {@code MediaTrackCapabilities}: by property name a map with {@code min}
 *     and {@code max}, a list, or a string
 */
public record DeviceInfo(
    String deviceId,
    String kind,
    String label,
    String groupId,
    String agentId,
    @Nullable Map<String, Object> capabilities) {

  /** Absent capabilities are none. */
  public DeviceInfo {
    capabilities = capabilities == null ? Map.of() : Map.copyOf(capabilities);
  }

  /** Whether it gives pictures. */
  public boolean video() {
    return kind.equals("videoinput");
  }
}
