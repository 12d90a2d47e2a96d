package io.reelbus.model.constraints;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * W3C {@code ConstrainBoolean}.
 *
 * @param exact the only one allowed, or null
 * @param ideal the best one, or null
 * @param bare whether {@code ideal} was written as a bare value
 */
public record ConstrainBoolean(@Nullable Boolean exact, @Nullable Boolean ideal, boolean bare)
    implements Constraint {

  /** A bare value. */
  public static ConstrainBoolean bare(boolean value) {
    return new ConstrainBoolean(null, value, true);
  }

  /** Only this one. */
  public static ConstrainBoolean exact(boolean value) {
    return new ConstrainBoolean(value, null, false);
  }

  /** Best this one. */
  public static ConstrainBoolean ideal(boolean value) {
    return new ConstrainBoolean(null, value, false);
  }

  @Override
  public ConstrainBoolean exactIfBare() {
    return bare ? new ConstrainBoolean(ideal, null, false) : this;
  }

  @Override
  public boolean required() {
    return exact != null;
  }

  @Override
  public boolean empty() {
    return exact == null && ideal == null;
  }

  @Override
  public boolean allows(Value setting) {
    return exact == null || (setting instanceof Value.Flag f && f.flag() == exact);
  }

  @Override
  public double distance(Value setting) {
    return ideal == null || (setting instanceof Value.Flag f && f.flag() == ideal) ? 0 : 1;
  }

  @Override
  public Object plain() {
    Map<String, Object> map = new LinkedHashMap<>();
    if (exact != null) {
      map.put("exact", exact);
    }
    if (ideal != null) {
      map.put("ideal", ideal);
    }
    return bare && ideal != null ? ideal : map;
  }
}
