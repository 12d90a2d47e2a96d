package io.reelbus.model.constraints;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * W3C {@code MediaTrackCapabilities}. What is not known is not in it.
 *
 * @param values by property
 */
public record MediaTrackCapabilities(Map<ConstrainableProperty, Capability> values) {

  /** Copies the map. */
  public MediaTrackCapabilities {
    values = Map.copyOf(values);
  }

  /** The capability of a property, if it is known. */
  public Optional<Capability> get(ConstrainableProperty property) {
    return Optional.ofNullable(values.get(property));
  }

  /** Those of a source that can only do what it does. */
  public static MediaTrackCapabilities of(MediaTrackSettings settings) {
    Map<ConstrainableProperty, Capability> only = new LinkedHashMap<>();
    settings.values().forEach((property, value) -> only.put(property, Capability.only(value)));
    return new MediaTrackCapabilities(only);
  }

  /** As W3C names with {@code {min, max}}, lists and strings, in the order of the properties. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (ConstrainableProperty property : ConstrainableProperty.values()) {
      get(property).ifPresent(capability -> map.put(property.text(), plain(property, capability)));
    }
    return map;
  }

  /** {@code deviceId} and {@code groupId} are strings; all others are ranges and lists. */
  private static Object plain(ConstrainableProperty property, Capability capability) {
    boolean identity =
        property == ConstrainableProperty.DEVICE_ID || property == ConstrainableProperty.GROUP_ID;
    return identity && capability instanceof Capability.OneOf one && !one.values().isEmpty()
        ? one.values().get(0).plain()
        : capability.plain();
  }
}
