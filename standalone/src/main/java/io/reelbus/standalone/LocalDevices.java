package io.reelbus.standalone;

import io.reelbus.recorder.DeviceInfo;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The devices of this machine as its agent would announce them, without a bus. */
public final class LocalDevices {

  private LocalDevices() {}

  /** Looks for them; may take a second. */
  public static List<DeviceInfo> find(String agentId, @Nullable Path devicesFile) {
    return List.of();
  }
}
