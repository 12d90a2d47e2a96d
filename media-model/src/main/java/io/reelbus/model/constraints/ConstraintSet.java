package io.reelbus.model.constraints;

import io.reelbus.model.MediaKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * W3C {@code MediaTrackConstraintSet}. Constraints that say nothing are left out.
 *
 * @param members by property
 */
public record ConstraintSet(Map<ConstrainableProperty, Constraint> members) {

  /** Constrains nothing. */
  public static final ConstraintSet NONE = new ConstraintSet(Map.of());

  /**
   * Checks that every constraint is of its property's type.
   *
   * @throws IllegalArgumentException when one is not
   */
  public ConstraintSet {
    EnumMap<ConstrainableProperty, Constraint> kept = new EnumMap<>(ConstrainableProperty.class);
    members.forEach(
        (property, constraint) -> {
          if (!fits(property.type(), constraint)) {
            throw new IllegalArgumentException(property + ": " + constraint);
          }
          if (!constraint.empty()) {
            kept.put(property, onGrid(property, constraint));
          }
        });
    members = Collections.unmodifiableMap(kept); // in the order of the properties: sums repeat
  }

  private static boolean fits(ConstrainableProperty.Type type, Constraint constraint) {
    return switch (type) {
      case ULONG, DOUBLE -> constraint instanceof ConstrainNumber;
      case STRING -> constraint instanceof ConstrainString;
      case BOOLEAN -> constraint instanceof ConstrainBoolean;
      case BOOLEAN_OR_STRING -> !(constraint instanceof ConstrainNumber);
    };
  }

  private static Constraint onGrid(ConstrainableProperty property, Constraint constraint) {
    return property == ConstrainableProperty.ASPECT_RATIO
            && constraint instanceof ConstrainNumber number
        ? number.asRatio()
        : constraint;
  }

  /** One member. */
  public static ConstraintSet of(ConstrainableProperty property, Constraint constraint) {
    return new ConstraintSet(Map.of(property, constraint));
  }

  /** The same with one more member. */
  public ConstraintSet and(ConstrainableProperty property, Constraint constraint) {
    EnumMap<ConstrainableProperty, Constraint> all = new EnumMap<>(ConstrainableProperty.class);
    all.putAll(members);
    all.put(property, constraint);
    return new ConstraintSet(all);
  }

  /** The constraint on a property, if there is one. */
  public Optional<Constraint> get(ConstrainableProperty property) {
    return Optional.ofNullable(members.get(property));
  }

  /** The constraint on a numeric property, if there is one. */
  Optional<ConstrainNumber> number(ConstrainableProperty property) {
    return members.get(property) instanceof ConstrainNumber n ? Optional.of(n) : Optional.empty();
  }

  /** As a W3C dictionary: plain values by name. */
  Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    members.forEach((property, constraint) -> map.put(property.text(), constraint.plain()));
    return map;
  }

  /** With bare values turned into {@code exact}, as an advanced set is read. */
  ConstraintSet exactIfBare() {
    EnumMap<ConstrainableProperty, Constraint> all = new EnumMap<>(ConstrainableProperty.class);
    members.forEach((property, constraint) -> all.put(property, constraint.exactIfBare()));
    return new ConstraintSet(all);
  }

  /** Without the members that tracks of a kind do not have. */
  ConstraintSet only(MediaKind kind) {
    EnumMap<ConstrainableProperty, Constraint> some = new EnumMap<>(ConstrainableProperty.class);
    members.forEach(
        (property, constraint) -> {
          if (property.appliesTo(kind)) {
            some.put(property, constraint);
          }
        });
    return new ConstraintSet(some);
  }
}
