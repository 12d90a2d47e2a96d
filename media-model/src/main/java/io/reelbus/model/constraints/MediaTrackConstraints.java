package io.reelbus.model.constraints;

import io.reelbus.model.MediaKind;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * W3C {@code MediaTrackConstraints}.
 *
 * @param basic required and ideal constraints
 * @param advanced sets that are each satisfied whole or skipped, the first ones first
 */
public record MediaTrackConstraints(ConstraintSet basic, List<ConstraintSet> advanced) {

  /** Constrains nothing: what {@code true} stands for. */
  public static final MediaTrackConstraints NONE =
      new MediaTrackConstraints(ConstraintSet.NONE, List.of());

  /** Copies the list. */
  public MediaTrackConstraints {
    advanced = List.copyOf(advanced);
  }

  /** Without advanced sets. */
  public static MediaTrackConstraints of(ConstraintSet basic) {
    return new MediaTrackConstraints(basic, List.of());
  }

  /** Without what tracks of a kind do not have: such constraints are ignored, not refused. */
  public MediaTrackConstraints only(MediaKind kind) {
    return new MediaTrackConstraints(
        basic.only(kind), advanced.stream().map(set -> set.only(kind)).toList());
  }

  /**
   * A required constraint of the basic set that must not be used to choose a device ({@code
   * getUserMedia}: a TypeError).
   */
  public Optional<ConstrainableProperty> requiredButNotForSelection() {
    return Arrays.stream(ConstrainableProperty.values())
        .filter(p -> !p.selectsDevices() && basic.get(p).filter(Constraint::required).isPresent())
        .findFirst();
  }

  /** As a W3C dictionary: what {@code getConstraints()} gives. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = basic.toMap();
    if (!advanced.isEmpty()) {
      map.put("advanced", advanced.stream().map(ConstraintSet::toMap).toList());
    }
    return map;
  }
}
