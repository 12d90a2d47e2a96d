package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.reelbus.model.Device;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.DeviceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfiguredDevicesTest {

  @TempDir Path dir;

  @Test
  void read_capabilities_canBeConstrained() throws IOException {
    Path file =
        Files.writeString(
            dir.resolve("devices.json"),
            """
            [{"label": "Gate", "source": "rtsp://10.0.0.7/main", "options": {"rtsp_transport": "tcp"},
              "capabilities": {"modes": "1920x1080@25|640x360@25", "facingMode": "environment"}}]
            """);
    AgentSettings settings = AgentSettings.defaults("a", "host").withDevicesFile(file);
    Device gate =
        MachineDevices.find(settings).stream()
            .filter(device -> device.label().equals("Gate"))
            .findFirst()
            .orElseThrow();

    DeviceSettings can = DeviceSettings.of(gate);
    assertThat(can.boxes()).hasSize(2);
    assertThat(can.capabilities().get(ConstrainableProperty.FACING_MODE).orElseThrow().plain())
        .isEqualTo(List.of("environment"));
    assertThat(gate.source().options()).containsEntry("rtsp_transport", "tcp");
  }

  @Test
  void read_notAList_namesTheFile() throws IOException {
    Path file = Files.writeString(dir.resolve("devices.json"), "{}");
    assertThatThrownBy(() -> ConfiguredDevices.read(file)).hasMessageContaining("devices.json");
  }
}
