package io.reelbus.api;

import io.reelbus.api.view.AgentsView;
import io.reelbus.model.Device;
import io.reelbus.model.MediaKind;
import io.reelbus.model.Resize;
import io.reelbus.model.Source;
import io.reelbus.model.StreamSpec.StreamSource;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.Constraint;
import io.reelbus.model.constraints.DeviceSettings;
import io.reelbus.model.constraints.MediaStreamConstraints;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.model.constraints.MediaTrackSettings;
import io.reelbus.model.constraints.SelectSettings;
import io.reelbus.model.constraints.SelectSettings.Candidate;
import io.reelbus.model.constraints.SelectSettings.Selected;
import io.reelbus.model.constraints.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Chooses devices of all live agents by constraints, as {@code getUserMedia()} and {@code
 * getDisplayMedia()} do. Where the algorithm leaves the choice: real devices before test devices,
 * then sound of the same unit, or the same agent, as the picture. Any thread.
 */
final class DeviceChooser {

  /**
   * A chosen device.
   *
   * @param source how to open it
   * @param kind of the track wanted from it
   * @param constraints what the track must satisfy
   */
  record Chosen(StreamSource source, MediaKind kind, MediaTrackConstraints constraints) {}

  private final AgentsView agents;

  DeviceChooser(AgentsView agents) {
    this.agents = agents;
  }

  /**
   * Media Capture and Streams, {@code getUserMedia()} step 6 on: at most one device of each kind.
   *
   * @param at place of the constraints in the request, for error messages
   */
  List<Chosen> userMedia(MediaStreamConstraints constraints, String at) {
    List<Chosen> chosen = new ArrayList<>();
    Device camera = null;
    for (MediaKind kind : MediaKind.values()) {
      MediaTrackConstraints wanted = constraints.of(kind);
      if (wanted != null) {
        refuseRequired(wanted.only(kind), at + "." + StreamJson.kind(kind));
        Selected<Device> selected = select(kind, wanted, d -> !isScreen(d), camera);
        camera = selected.device();
        chosen.add(chosen(selected, kind, wanted));
      }
    }
    return chosen;
  }

  /** Screen Capture, {@code getDisplayMedia()}: a screen and, where there is one, its sound. */
  List<Chosen> displayMedia(MediaStreamConstraints constraints) {
    MediaTrackConstraints video = constraints.video();
    MediaTrackConstraints audio = constraints.audio();
    List<Chosen> chosen = new ArrayList<>();
    if (video == null) {
      return chosen;
    }
    Selected<Device> screen = select(MediaKind.VIDEO, video, DeviceChooser::isScreen, null);
    chosen.add(chosen(screen, MediaKind.VIDEO, video));
    Predicate<Device> itsSound = d -> isMonitor(d) && d.agentId().equals(screen.device().agentId());
    if (audio != null && agents.devices().stream().anyMatch(itsSound)) {
      chosen.add(chosen(select(MediaKind.AUDIO, audio, itsSound, null), MediaKind.AUDIO, audio));
    }
    return chosen;
  }

  private static void refuseRequired(MediaTrackConstraints constraints, String at) {
    constraints
        .requiredButNotForSelection()
        .ifPresent(
            property -> {
              String field = at + "." + property;
              throw Refusal.field(
                  "TypeError",
                  field,
                  field + ": cannot be required to choose a device",
                  "ideal or a bare value");
            });
  }

  private Selected<Device> select(
      MediaKind kind,
      MediaTrackConstraints wanted,
      Predicate<Device> among,
      @Nullable Device camera) {
    Comparator<Device> order =
        Comparator.comparingInt(DeviceChooser::rank)
            .thenComparing(d -> camera == null || !d.groupId().equals(camera.groupId()))
            .thenComparing(d -> camera == null || !d.agentId().equals(camera.agentId()));
    List<Candidate<Device>> candidates =
        agents.devices().stream()
            .filter(device -> device.kind() == kind && among.test(device))
            .sorted(order) // stable: else as the agents list them
            .map(device -> new Candidate<>(device, DeviceSettings.of(device).boxes()))
            .toList();
    if (candidates.isEmpty()) {
      throw Refusal.of("NotFoundError", "no live agent has a " + StreamJson.kind(kind) + " device");
    }
    return SelectSettings.select(candidates, wanted.only(kind));
  }

  private static int rank(Device device) {
    return switch (device.source().kind()) {
      case V4L2, ALSA -> 0;
      case PULSE -> isMonitor(device) ? 2 : 0; // what the machine plays, not what it hears
      case NETWORK -> 1;
      case SCREEN -> 2;
      case FILE, PACED_FILE, PUSHED, TEST -> 3;
    };
  }

  private static boolean isScreen(Device device) {
    return device.source().kind() == Source.Kind.SCREEN;
  }

  private static boolean isMonitor(Device device) {
    return device.source().kind() == Source.Kind.PULSE
        && device.source().url().endsWith(".monitor");
  }

  private static Chosen chosen(
      Selected<Device> selected, MediaKind kind, MediaTrackConstraints wanted) {
    Device device = selected.device();
    MediaTrackSettings settings = selected.settings();
    Resize resize = TrackSizes.resize(settings);
    StreamSource source =
        new StreamSource(
            device.agentId(),
            device.deviceId(),
            SourceSettings.apply(
                device, resize == null ? settings : TrackSizes.opened(device, settings)),
            null,
            ConstraintsJson.of(wanted).encode(),
            resize);
    return new Chosen(source, kind, wanted.only(kind));
  }

  /** The first required constraint that a setting violates; unknown settings violate none. */
  static @Nullable ConstrainableProperty violated(
      MediaTrackConstraints constraints, MediaTrackSettings settings) {
    for (ConstrainableProperty property : ConstrainableProperty.values()) {
      Optional<Constraint> constraint = constraints.basic().get(property);
      Optional<Value> setting = settings.get(property);
      if (constraint.isPresent()
          && setting.isPresent()
          && !constraint.get().allows(setting.get())) {
        return property;
      }
    }
    return null;
  }
}
