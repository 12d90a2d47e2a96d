package io.reelbus.model.constraints;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The texts "fitness distance" and "SelectSettings" step by step, over dictionaries that are all
 * written out. Slow and simple, to compare with.
 */
final class LiteralReading {

  private LiteralReading() {}

  static double fitnessDistance(
      ConstraintSet set, MediaTrackSettings settings, boolean bareMeansExact) {
    double sum = 0;
    for (Map.Entry<ConstrainableProperty, Constraint> member : set.members().entrySet()) {
      Value actual = settings.values().get(member.getKey());
      sum += distance(member.getValue(), actual, bareMeansExact);
    }
    return sum;
  }

  private static double distance(Constraint value, @Nullable Value actual, boolean bareMeansExact) {
    boolean bareExact = value.bare() && bareMeansExact;
    if (value instanceof ConstrainNumber n) {
      Double exact = bareExact ? n.ideal() : n.exact();
      boolean required = n.min() != null || n.max() != null || exact != null;
      Double number = actual instanceof Value.Amount a ? Double.valueOf(a.number()) : null;
      boolean satisfied =
          number != null
              && (n.min() == null || number >= n.min())
              && (n.max() == null || number <= n.max())
              && (exact == null || number.equals(exact));
      if (required && !satisfied) {
        return Double.POSITIVE_INFINITY;
      } else if (number == null) {
        return 1;
      } else if (n.ideal() == null || bareExact) {
        return 0;
      }
      double ideal = n.ideal();
      return number == ideal
          ? 0
          : Math.abs(number - ideal) / Math.max(Math.abs(number), Math.abs(ideal));
    } else if (value instanceof ConstrainString s) {
      List<String> exact = bareExact ? s.ideal() : s.exact();
      String text = actual instanceof Value.Text t ? t.text() : null;
      if (!exact.isEmpty() && (text == null || !exact.contains(text))) {
        return Double.POSITIVE_INFINITY;
      } else if (text == null) {
        return 1;
      }
      return s.ideal().isEmpty() || bareExact || s.ideal().contains(text) ? 0 : 1;
    }
    ConstrainBoolean b = (ConstrainBoolean) value;
    Boolean exact = bareExact ? b.ideal() : b.exact();
    Boolean flag = actual instanceof Value.Flag f ? Boolean.valueOf(f.flag()) : null;
    if (exact != null && !exact.equals(flag)) {
      return Double.POSITIVE_INFINITY;
    } else if (flag == null) {
      return 1;
    }
    return b.ideal() == null || bareExact || b.ideal().equals(flag) ? 0 : 1;
  }

  /** Steps 3 to 6: the dictionaries the User Agent may choose from; empty when undefined. */
  static List<MediaTrackSettings> selectSettings(
      List<MediaTrackSettings> possible, MediaTrackConstraints constraints) {
    List<MediaTrackSettings> candidates = new ArrayList<>();
    for (MediaTrackSettings each : possible) {
      if (Double.isFinite(fitnessDistance(constraints.basic(), each, false))) {
        candidates.add(each);
      }
    }
    for (ConstraintSet advanced : constraints.advanced()) {
      List<MediaTrackSettings> kept = new ArrayList<>();
      for (MediaTrackSettings each : candidates) {
        if (Double.isFinite(fitnessDistance(advanced, each, true))) {
          kept.add(each);
        }
      }
      if (!kept.isEmpty()) {
        candidates = kept;
      }
    }
    double smallest = Double.POSITIVE_INFINITY;
    for (MediaTrackSettings each : candidates) {
      smallest = Math.min(smallest, fitnessDistance(constraints.basic(), each, false));
    }
    List<MediaTrackSettings> best = new ArrayList<>();
    for (MediaTrackSettings each : candidates) {
      if (fitnessDistance(constraints.basic(), each, false) <= smallest + 1e-12) {
        best.add(each);
      }
    }
    return best;
  }
}
