package io.reelbus.model.constraints;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * W3C {@code MediaTrackSettings}: a settings dictionary. What is not known is not in it.
 *
 * @param values by property
 */
public record MediaTrackSettings(Map<ConstrainableProperty, Value> values) {

  /** Copies the map. */
  public MediaTrackSettings {
    values = Map.copyOf(values);
  }

  /** The setting of a property, if it is known. */
  public Optional<Value> get(ConstrainableProperty property) {
    return Optional.ofNullable(values.get(property));
  }

  /** The setting of a numeric property, if it is known. */
  public OptionalDouble number(ConstrainableProperty property) {
    return values.get(property) instanceof Value.Amount n
        ? OptionalDouble.of(n.number())
        : OptionalDouble.empty();
  }

  /** The setting of a string property, if it is known. */
  public Optional<String> text(ConstrainableProperty property) {
    return values.get(property) instanceof Value.Text t ? Optional.of(t.text()) : Optional.empty();
  }

  /** The same with these settings in place of its own. */
  public MediaTrackSettings with(Map<ConstrainableProperty, Value> others) {
    EnumMap<ConstrainableProperty, Value> all = new EnumMap<>(ConstrainableProperty.class);
    all.putAll(values);
    all.putAll(others);
    return new MediaTrackSettings(all);
  }

  /** As W3C names with numbers, strings and booleans, in the order of the properties. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (ConstrainableProperty property : ConstrainableProperty.values()) {
      get(property).ifPresent(value -> map.put(property.text(), value.plain()));
    }
    return map;
  }

  /** Width to height as a setting: rounded to the tenth decimal place. */
  public static double aspectRatio(double width, double height) {
    return Math.round(width / height * 1e10) / 1e10;
  }
}
