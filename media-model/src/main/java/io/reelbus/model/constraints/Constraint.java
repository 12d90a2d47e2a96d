package io.reelbus.model.constraints;

/**
 * A constraint on one property. A bare value means {@code ideal} in the basic set and {@code exact}
 * in an advanced one; it is kept as {@code ideal} with {@code bare} set until {@link #exactIfBare}.
 */
public sealed interface Constraint permits ConstrainNumber, ConstrainString, ConstrainBoolean {

  /** Whether it was written as a value, not as an object. */
  boolean bare();

  /** What it means in an advanced set. */
  Constraint exactIfBare();

  /** Whether it has {@code min}, {@code max} or {@code exact}. */
  boolean required();

  /** Whether it says nothing, as an empty list does. */
  boolean empty();

  /** Whether a setting is within {@code min}, {@code max} and {@code exact}. */
  boolean allows(Value setting);

  /**
   * How far a setting is from {@code ideal}, 0 to 1 for settings that are not negative; 0 without
   * an {@code ideal}.
   */
  double distance(Value setting);

  /** As its W3C dictionary with its members, or as the bare value it was written as. */
  Object plain();
}
