package io.reelbus.model.constraints;

import static io.reelbus.model.constraints.ConstrainableProperty.ASPECT_RATIO;
import static io.reelbus.model.constraints.ConstrainableProperty.HEIGHT;
import static io.reelbus.model.constraints.ConstrainableProperty.WIDTH;

import io.reelbus.model.constraints.Capability.OneOf;
import io.reelbus.model.constraints.Capability.Range;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All settings dictionaries that take each property's value from its domain, with {@code
 * aspectRatio} following from width and height. Because constraints are on single properties, a box
 * stays a box when a constraint set is satisfied, so the "every possible settings dictionary" of
 * the algorithm is never written out.
 *
 * @param domains by property; whole numbers for {@code unsigned long} properties
 * @param usual what the device uses when nothing is asked for, by property
 */
public record SettingsBox(
    Map<ConstrainableProperty, Capability> domains, Map<ConstrainableProperty, Value> usual) {

  private static final Set<ConstrainableProperty> PICTURE = Set.of(WIDTH, HEIGHT, ASPECT_RATIO);

  /** Copies the maps, and adds the aspect ratio when width and height are there. */
  public SettingsBox {
    EnumMap<ConstrainableProperty, Capability> all = new EnumMap<>(ConstrainableProperty.class);
    all.putAll(domains);
    if (all.get(WIDTH) instanceof Range w && all.get(HEIGHT) instanceof Range h) {
      double narrowest = MediaTrackSettings.aspectRatio(w.min(), h.max());
      double widest = MediaTrackSettings.aspectRatio(w.max(), h.min());
      all.putIfAbsent(ASPECT_RATIO, new Range(narrowest, widest));
    }
    domains = Map.copyOf(all);
    usual = Map.copyOf(usual);
  }

  /** The one dictionary of a source that cannot change. */
  public static SettingsBox of(MediaTrackSettings settings) {
    return new SettingsBox(MediaTrackCapabilities.of(settings).values(), settings.values());
  }

  /** The dictionaries for which the fitness distance from a set is finite; empty when none is. */
  Optional<SettingsBox> within(ConstraintSet set) {
    EnumMap<ConstrainableProperty, Capability> left = new EnumMap<>(ConstrainableProperty.class);
    left.putAll(domains);
    for (Map.Entry<ConstrainableProperty, Constraint> member : set.members().entrySet()) {
      if (!member.getValue().required()) {
        continue;
      }
      Capability domain = left.get(member.getKey());
      Capability narrowed =
          domain == null ? null : narrowed(member.getKey(), domain, member.getValue());
      if (narrowed == null) {
        return Optional.empty();
      }
      left.put(member.getKey(), narrowed);
    }
    SettingsBox box = new SettingsBox(left, usual);
    PictureSizes sizes = box.sizes(set);
    return sizes == null || sizes.any() ? Optional.of(box) : Optional.empty();
  }

  private static @Nullable Capability narrowed(
      ConstrainableProperty property, Capability domain, Constraint constraint) {
    if (domain instanceof Range range && constraint instanceof ConstrainNumber number) {
      double low = Math.max(range.min(), number.lowest());
      double high = Math.min(range.max(), number.highest());
      if (property.type() == ConstrainableProperty.Type.ULONG) {
        low = Math.ceil(low);
        high = Math.floor(high);
      }
      return low <= high ? new Range(low, high) : null;
    }
    if (domain instanceof OneOf one) {
      OneOf allowed = new OneOf(one.values().stream().filter(constraint::allows).toList());
      return allowed.values().isEmpty() ? null : allowed;
    }
    return null;
  }

  /** The dictionary with the smallest fitness distance; of several, the most usual one. */
  MediaTrackSettings best(ConstraintSet basic) {
    EnumMap<ConstrainableProperty, Value> chosen = new EnumMap<>(ConstrainableProperty.class);
    PictureSizes sizes = sizes(basic);
    domains.forEach(
        (property, domain) -> {
          if (sizes == null || !PICTURE.contains(property)) {
            Value value = best(property, domain, basic);
            if (value != null) {
              chosen.put(property, value);
            }
          }
        });
    if (sizes != null) {
      PictureSizes.Size size = sizes.best();
      chosen.put(WIDTH, Value.of(size.width()));
      chosen.put(HEIGHT, Value.of(size.height()));
      chosen.put(ASPECT_RATIO, Value.of(size.aspectRatio()));
    }
    return new MediaTrackSettings(chosen);
  }

  private @Nullable Value best(
      ConstrainableProperty property, Capability domain, ConstraintSet basic) {
    Value usually = usual.get(property);
    if (domain instanceof Range range) {
      double usualNumber = usually instanceof Value.Amount n ? n.number() : range.max();
      double wanted = basic.number(property).map(ConstrainNumber::ideal).orElse(usualNumber);
      return Value.of(range.nearest(wanted));
    }
    OneOf one = (OneOf) domain;
    Optional<Constraint> constraint = basic.get(property);
    Value first = usually != null && one.contains(usually) ? usually : null;
    for (Value value : one.values()) {
      boolean better =
          first == null
              || (constraint.isPresent()
                  && constraint.get().distance(value) < constraint.get().distance(first));
      first = better ? value : first;
    }
    return first;
  }

  private @Nullable PictureSizes sizes(ConstraintSet set) {
    return domains.get(WIDTH) instanceof Range width
            && domains.get(HEIGHT) instanceof Range height
            && domains.get(ASPECT_RATIO) instanceof Range ratio
        ? new PictureSizes(width, height, ratio, set, usual)
        : null;
  }
}
