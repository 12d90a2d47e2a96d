package io.reelbus.standalone.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.reelbus.recorder.DeviceInfo;
import io.reelbus.recorder.ReelbusClient;
import io.reelbus.standalone.LocalDevices;
import io.reelbus.standalone.job.Console;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code reelbus devices}: W3C {@code enumerateDevices()}. */
@Command(
    name = "devices",
    mixinStandardHelpOptions = true,
    description = "Lists the devices of all agents of a server, or of this machine.")
final class DevicesCommand implements Callable<Integer> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Context context;

  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "A running server (default: look at this machine).")
  private @Nullable String api;

  @Option(names = "--json", description = "A JSON array of MediaDeviceInfo.")
  private boolean json;

  @Mixin private AgentOptions agent = new AgentOptions();

  DevicesCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws JsonProcessingException {
    List<DeviceInfo> devices =
        api == null
            ? LocalDevices.find(agent.id(), agent.devicesFile())
            : ReelbusClient.connect(Checks.httpUrl("--api", api)).devices();
    Console console = context.console();
    if (json) {
      console.print(
          JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsString(devices.stream().map(DevicesCommand::mediaDeviceInfo).toList()));
      return ExitCode.DONE;
    }
    int width = devices.stream().mapToInt(d -> d.label().length()).max().orElse(0);
    for (DeviceInfo device : devices) {
      console.print(
          String.format(
              "%-10s  %-" + Math.max(5, width) + "s  %s  %s",
              device.kind(),
              device.label(),
              device.deviceId(),
              device.agentId()));
    }
    if (devices.isEmpty()) {
      console.say("no devices");
    }
    return ExitCode.DONE;
  }

  private static Map<String, Object> mediaDeviceInfo(DeviceInfo device) {
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("deviceId", device.deviceId());
    info.put("kind", device.kind());
    info.put("label", device.label());
    info.put("groupId", device.groupId());
    info.put("agentId", device.agentId());
    info.put("capabilities", device.capabilities());
    return info;
  }
}
