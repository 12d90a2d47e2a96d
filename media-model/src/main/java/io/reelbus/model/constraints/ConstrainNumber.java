package io.reelbus.model.constraints;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * W3C {@code ConstrainULong} and {@code ConstrainDouble}; which of them is the property's type.
 *
 * @param min smallest allowed, or null
 * @param max largest allowed, or null
 * @param exact the only one allowed, or null
 * @param ideal the best one, or null
 * @param bare whether {@code ideal} was written as a bare value
 */
public record ConstrainNumber(
    @Nullable Double min,
    @Nullable Double max,
    @Nullable Double exact,
    @Nullable Double ideal,
    boolean bare)
    implements Constraint {

  /** A bare value. */
  public static ConstrainNumber bare(double value) {
    return new ConstrainNumber(null, null, null, value, true);
  }

  /** Only this one. */
  public static ConstrainNumber exact(double value) {
    return new ConstrainNumber(null, null, value, null, false);
  }

  /** Best this one. */
  public static ConstrainNumber ideal(double value) {
    return new ConstrainNumber(null, null, null, value, false);
  }

  /** Within bounds; null for none. */
  public static ConstrainNumber range(@Nullable Double min, @Nullable Double max) {
    return new ConstrainNumber(min, max, null, null, false);
  }

  /** The same with an {@code ideal}. */
  public ConstrainNumber withIdeal(double value) {
    return new ConstrainNumber(min, max, exact, value, false);
  }

  @Override
  public ConstrainNumber exactIfBare() {
    return bare ? new ConstrainNumber(null, null, ideal, null, false) : this;
  }

  @Override
  public boolean required() {
    return min != null || max != null || exact != null;
  }

  @Override
  public boolean empty() {
    return !required() && ideal == null;
  }

  /** Smallest number allowed; minus infinity for any. */
  public double lowest() {
    double low = min == null ? Double.NEGATIVE_INFINITY : min;
    return exact == null ? low : Math.max(low, exact);
  }

  /** Largest number allowed; less than {@link #lowest} when nothing is. */
  public double highest() {
    double high = max == null ? Double.POSITIVE_INFINITY : max;
    return exact == null ? high : Math.min(high, exact);
  }

  @Override
  public boolean allows(Value setting) {
    return setting instanceof Value.Amount n && n.number() >= lowest() && n.number() <= highest();
  }

  @Override
  public double distance(Value setting) {
    if (ideal == null) {
      return 0;
    }
    return setting instanceof Value.Amount n ? distance(n.number(), ideal) : 1;
  }

  @Override
  public Object plain() {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "min", min);
    put(map, "max", max);
    put(map, "exact", exact);
    put(map, "ideal", ideal);
    return bare && ideal != null ? Value.of(ideal).plain() : map;
  }

  private static void put(Map<String, Object> map, String member, @Nullable Double number) {
    if (number != null) {
      map.put(member, Value.of(number).plain());
    }
  }

  /** The formula for positive numbers: the difference in parts of the larger one. */
  static double distance(double actual, double ideal) {
    return actual == ideal
        ? 0
        : Math.abs(actual - ideal) / Math.max(Math.abs(actual), Math.abs(ideal));
  }

  /** The same with its numbers rounded to the tenth decimal place, as aspect ratios are. */
  ConstrainNumber asRatio() {
    return new ConstrainNumber(rounded(min), rounded(max), rounded(exact), rounded(ideal), bare);
  }

  private static @Nullable Double rounded(@Nullable Double number) {
    if (number == null || Math.abs(number) > 1e8) {
      return number;
    }
    return Math.round(number * 1e10) / 1e10;
  }
}
