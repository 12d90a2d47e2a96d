package io.reelbus.model.constraints;

import java.util.Map;
import java.util.Optional;

/**
 * How badly a settings dictionary fits a constraint set (Constrainable Pattern, "fitness
 * distance").
 */
public final class FitnessDistance {

  private FitnessDistance() {}

  /**
   * The distance of a dictionary from a set whose bare values mean {@code ideal}: the sum over its
   * members; infinite when a required constraint is not satisfied.
   */
  public static double of(ConstraintSet set, MediaTrackSettings settings) {
    double sum = 0;
    for (Map.Entry<ConstrainableProperty, Constraint> member : set.members().entrySet()) {
      sum += of(member.getValue(), settings.get(member.getKey()));
    }
    return sum;
  }

  private static double of(Constraint constraint, Optional<Value> setting) {
    if (setting.isEmpty()) {
      return constraint.required() ? Double.POSITIVE_INFINITY : 1;
    }
    return constraint.allows(setting.get())
        ? constraint.distance(setting.get())
        : Double.POSITIVE_INFINITY;
  }
}
