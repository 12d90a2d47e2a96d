package io.reelbus.standalone;

import io.reelbus.agent.AgentSettings;
import io.reelbus.agent.MachineDevices;
import io.reelbus.model.Device;
import io.reelbus.model.MediaKind;
import io.reelbus.model.constraints.DeviceSettings;
import io.reelbus.recorder.DeviceInfo;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The devices of this machine as its agent would announce them, without a bus. */
public final class LocalDevices {

  private LocalDevices() {}

  /** Looks for them; may take a second. */
  public static List<DeviceInfo> find(String agentId, @Nullable Path devicesFile) {
    AgentSettings settings = AgentSettings.defaults(agentId, agentId);
    return MachineDevices.find(
            devicesFile == null ? settings : settings.withDevicesFile(devicesFile))
        .stream()
        .map(LocalDevices::info)
        .toList();
  }

  private static DeviceInfo info(Device device) {
    return new DeviceInfo(
        device.deviceId(),
        device.kind() == MediaKind.VIDEO ? "videoinput" : "audioinput",
        device.label(),
        device.groupId(),
        device.agentId(),
        DeviceSettings.of(device).capabilities().toMap());
  }
}
