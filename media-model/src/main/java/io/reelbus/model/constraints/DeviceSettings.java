package io.reelbus.model.constraints;

import static io.reelbus.model.constraints.ConstrainableProperty.DEVICE_ID;
import static io.reelbus.model.constraints.ConstrainableProperty.FRAME_RATE;
import static io.reelbus.model.constraints.ConstrainableProperty.GROUP_ID;
import static io.reelbus.model.constraints.ConstrainableProperty.HEIGHT;
import static io.reelbus.model.constraints.ConstrainableProperty.RESIZE_MODE;
import static io.reelbus.model.constraints.ConstrainableProperty.WIDTH;

import io.reelbus.model.Device;
import io.reelbus.model.constraints.Capability.OneOf;
import io.reelbus.model.constraints.Capability.Range;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that a device can have, from what its agent announced: by property name a {@link
 * Capability}, e.g. {@code sampleRate=8000..48000}; under {@code modes} the sizes that a camera or
 * screen gives, e.g. {@code 1280x720@5..30|640x480@30}, the usual one first; under {@code
 * default.NAME} what is usual. {@code resizeMode=none|crop-and-scale} says that the agent makes
 * modes smaller and slower.
 *
 * @param boxes all of them, native modes before cropped and scaled ones
 * @param capabilities what they span
 */
public record DeviceSettings(List<SettingsBox> boxes, MediaTrackCapabilities capabilities) {

  public static final String MODES = "modes";
  public static final String DEFAULT = "default.";
  public static final String NONE = "none";
  public static final String CROP_AND_SCALE = "crop-and-scale";

  private static final int LARGEST_SIDE = 16_384; // pixels; bounds the search for a size

  /** Copies the list. */
  public DeviceSettings {
    boxes = List.copyOf(boxes);
  }

  /** Those of a device. What cannot be read in its announcement is taken as not announced. */
  public static DeviceSettings of(Device device) {
    EnumMap<ConstrainableProperty, Capability> announced =
        new EnumMap<>(ConstrainableProperty.class);
    EnumMap<ConstrainableProperty, Value> usual = new EnumMap<>(ConstrainableProperty.class);
    for (ConstrainableProperty property : ConstrainableProperty.values()) {
      String text = device.capabilities().get(property.text());
      if (property.appliesTo(device.kind()) && text != null) {
        read(property, text, announced);
      }
      String usually = device.capabilities().get(DEFAULT + property.text());
      if (usually != null) {
        EnumMap<ConstrainableProperty, Capability> one = new EnumMap<>(ConstrainableProperty.class);
        read(property, usually, one);
        one.forEach((p, capability) -> usual.put(p, first(capability)));
      }
    }
    announced.remove(ConstrainableProperty.ASPECT_RATIO); // follows from the sizes
    announced.put(DEVICE_ID, Capability.oneOf(device.deviceId()));
    announced.put(GROUP_ID, Capability.oneOf(device.groupId()));
    announced.computeIfPresent(WIDTH, (p, range) -> side(range));
    announced.computeIfPresent(HEIGHT, (p, range) -> side(range));
    List<SettingsBox> boxes =
        boxes(modes(device.capabilities().getOrDefault(MODES, "")), announced, usual);
    return new DeviceSettings(boxes, spanned(boxes));
  }

  private static void read(
      ConstrainableProperty property, String text, Map<ConstrainableProperty, Capability> into) {
    try {
      into.put(property, Capability.parse(property, text));
    } catch (IllegalArgumentException e) {
      into.remove(property); // an agent of another version: the device stays usable without it
    }
  }

  private static Value first(Capability capability) {
    return capability instanceof Range range
        ? Value.of(range.min())
        : ((OneOf) capability).values().stream().findFirst().orElse(Value.of(""));
  }

  private static Capability side(Capability capability) {
    Range range = (Range) capability;
    double min = Math.max(1, Math.min(LARGEST_SIDE, Math.ceil(range.min())));
    return new Range(min, Math.max(min, Math.min(LARGEST_SIDE, Math.floor(range.max()))));
  }

  private static List<VideoMode> modes(String text) {
    String[] each = text.isEmpty() ? new String[0] : text.split("\\|", -1);
    return Arrays.stream(each).flatMap(one -> mode(one).stream()).toList();
  }

  private static Optional<VideoMode> mode(String text) {
    try {
      VideoMode mode = VideoMode.parse(text);
      return mode.width() <= LARGEST_SIDE && mode.height() <= LARGEST_SIDE
          ? Optional.of(mode)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // as with properties
    }
  }

  private static List<SettingsBox> boxes(
      List<VideoMode> modes,
      Map<ConstrainableProperty, Capability> announced,
      Map<ConstrainableProperty, Value> usual) {
    Capability resize = announced.getOrDefault(RESIZE_MODE, Capability.oneOf(NONE));
    if (modes.isEmpty()) {
      return resize.contains(Value.of(CROP_AND_SCALE))
          ? List.of(ranges(NONE, announced, usual), ranges(CROP_AND_SCALE, announced, usual))
          : List.of(new SettingsBox(announced, usual));
    }
    List<SettingsBox> boxes = new ArrayList<>();
    for (String how : new String[] {NONE, CROP_AND_SCALE}) {
      for (VideoMode mode : resize.contains(Value.of(how)) ? modes : List.<VideoMode>of()) {
        boxes.add(box(mode, how, announced, usual));
      }
    }
    return boxes;
  }

  /** Of a device that gives any size in a range: smaller and slower ones are made of those. */
  private static SettingsBox ranges(
      String how,
      Map<ConstrainableProperty, Capability> announced,
      Map<ConstrainableProperty, Value> usual) {
    EnumMap<ConstrainableProperty, Capability> domains = new EnumMap<>(announced);
    domains.put(RESIZE_MODE, Capability.oneOf(how));
    if (how.equals(CROP_AND_SCALE)) {
      for (ConstrainableProperty property : List.of(WIDTH, HEIGHT, FRAME_RATE)) {
        domains.computeIfPresent(
            property,
            (p, range) -> new Range(Math.min(1, ((Range) range).min()), ((Range) range).max()));
      }
    }
    return new SettingsBox(domains, usual);
  }

  private static SettingsBox box(
      VideoMode mode,
      String how,
      Map<ConstrainableProperty, Capability> announced,
      Map<ConstrainableProperty, Value> usual) {
    boolean scaled = how.equals(CROP_AND_SCALE);
    EnumMap<ConstrainableProperty, Capability> domains = new EnumMap<>(announced);
    domains.put(WIDTH, new Range(scaled ? 1 : mode.width(), mode.width()));
    domains.put(HEIGHT, new Range(scaled ? 1 : mode.height(), mode.height()));
    double slowest = scaled ? Math.min(1, mode.lowestRate()) : mode.lowestRate();
    domains.put(FRAME_RATE, new Range(slowest, mode.highestRate()));
    domains.put(RESIZE_MODE, Capability.oneOf(how));
    EnumMap<ConstrainableProperty, Value> usually = new EnumMap<>(ConstrainableProperty.class);
    usually.putAll(usual);
    usually.put(WIDTH, Value.of(mode.width()));
    usually.put(HEIGHT, Value.of(mode.height()));
    return new SettingsBox(domains, usually);
  }

  private static MediaTrackCapabilities spanned(List<SettingsBox> boxes) {
    EnumMap<ConstrainableProperty, Capability> all = new EnumMap<>(ConstrainableProperty.class);
    for (SettingsBox box : boxes) {
      box.domains()
          .forEach((property, domain) -> all.merge(property, domain, DeviceSettings::spanned));
    }
    return new MediaTrackCapabilities(all);
  }

  private static Capability spanned(Capability one, Capability other) {
    if (one instanceof Range a && other instanceof Range b) {
      return new Range(Math.min(a.min(), b.min()), Math.max(a.max(), b.max()));
    }
    List<Value> values = new ArrayList<>(((OneOf) one).values());
    ((OneOf) other).values().stream().filter(v -> !values.contains(v)).forEach(values::add);
    return new OneOf(values);
  }
}
