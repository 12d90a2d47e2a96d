package io.reelbus.model.constraints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The SelectSettings algorithm (Constrainable Pattern), over one device or several. */
public final class SelectSettings {

  private SelectSettings() {}

  /**
   * Something to choose.
   *
   * @param device what
   * @param boxes its settings dictionaries, the usual ones first
   */
  public record Candidate<D>(D device, List<SettingsBox> boxes) {
    /** Copies the list. */
    public Candidate {
      boxes = List.copyOf(boxes);
    }
  }

  /**
   * What was chosen.
   *
   * @param device what
   * @param settings its settings
   * @param distance their fitness distance from the basic set, at least 0
   */
  public record Selected<D>(D device, MediaTrackSettings settings, double distance) {}

  private record Left<D>(D device, SettingsBox box) {}

  /**
   * Chooses the settings with the smallest fitness distance; of several, those of the first device
   * and its first box.
   *
   * @param candidates the preferred ones first
   * @param constraints already without what the kind of track does not have
   * @throws OverconstrainedException when nothing satisfies the required constraints, or there are
   *     no candidates
   */
  public static <D> Selected<D> select(
      List<Candidate<D>> candidates, MediaTrackConstraints constraints) {
    List<Left<D>> all = new ArrayList<>();
    for (Candidate<D> candidate : candidates) {
      candidate.boxes().forEach(box -> all.add(new Left<>(candidate.device(), box)));
    }
    List<Left<D>> left = within(all, constraints.basic()); // steps 3 and 4
    if (left.isEmpty()) {
      throw overconstrained(all, constraints.basic());
    }
    for (ConstraintSet advanced : constraints.advanced()) { // step 5
      List<Left<D>> kept = within(left, advanced.exactIfBare());
      left = kept.isEmpty() ? left : kept;
    }
    Selected<D> best = null; // step 6
    for (Left<D> each : left) {
      MediaTrackSettings settings = each.box().best(constraints.basic());
      double distance = FitnessDistance.of(constraints.basic(), settings);
      if (best == null || distance < best.distance()) {
        best = new Selected<>(each.device(), settings, distance);
      }
    }
    return Objects.requireNonNull(best);
  }

  private static <D> List<Left<D>> within(List<Left<D>> boxes, ConstraintSet set) {
    List<Left<D>> kept = new ArrayList<>();
    for (Left<D> each : boxes) {
      each.box().within(set).ifPresent(box -> kept.add(new Left<>(each.device(), box)));
    }
    return kept;
  }

  /** Names a required constraint that is infinitely far from every candidate, if there is one. */
  private static <D> OverconstrainedException overconstrained(
      List<Left<D>> all, ConstraintSet basic) {
    String name =
        Arrays.stream(ConstrainableProperty.values())
            .filter(
                property ->
                    basic.get(property).stream()
                        .map(constraint -> ConstraintSet.of(property, constraint))
                        .anyMatch(alone -> within(all, alone).isEmpty()))
            .map(ConstrainableProperty::text)
            .findFirst()
            .orElse("");
    return new OverconstrainedException(
        name,
        name.isEmpty()
            ? "no device satisfies all required constraints together"
            : name + ": no device satisfies this required constraint");
  }
}
