package io.reelbus.agent;

import io.reelbus.ffmpeg.DeviceCatalog;
import io.reelbus.ffmpeg.FoundDevice;
import io.reelbus.model.Device;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an agent offers: found by looking, configured, and for tests. */
public final class MachineDevices {

  private static final Logger LOG = LoggerFactory.getLogger(MachineDevices.class);

  private MachineDevices() {}

  /** Looks for all of them, as the agent with these settings announces them; may take a second. */
  public static List<Device> find(AgentSettings settings) {
    List<FoundDevice> found = new ArrayList<>();
    if (settings.systemDevices()) {
      found.addAll(DeviceCatalog.find());
    }
    try {
      found.addAll(ConfiguredDevices.read(settings.devicesFile()));
    } catch (RuntimeException e) {
      LOG.warn("Configured devices are left out: {}", e.getMessage());
    }
    if (settings.testDevices()) {
      found.addAll(TestDevices.list());
    }
    return found.stream().map(one -> device(settings.agentId(), one)).toList();
  }

  private static Device device(String agentId, FoundDevice found) {
    return new Device(
        DeviceIds.of(agentId, found.source()),
        found.kind(),
        found.label(),
        found.group(),
        agentId,
        found.source(),
        found.capabilities());
  }
}
