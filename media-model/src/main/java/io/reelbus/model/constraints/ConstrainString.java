package io.reelbus.model.constraints;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * W3C {@code ConstrainDOMString}: any of the listed strings will do.
 *
 * @param exact the only ones allowed; empty for any
 * @param ideal the best ones; empty for none
 * @param bare whether {@code ideal} was written as a bare value
 */
public record ConstrainString(List<String> exact, List<String> ideal, boolean bare)
    implements Constraint {

  /** Copies the lists. */
  public ConstrainString {
    exact = List.copyOf(exact);
    ideal = List.copyOf(ideal);
  }

  /** A bare value or list. */
  public static ConstrainString bare(String... values) {
    return new ConstrainString(List.of(), List.of(values), true);
  }

  /** Only one of these. */
  public static ConstrainString exact(String... values) {
    return new ConstrainString(List.of(values), List.of(), false);
  }

  /** Best one of these. */
  public static ConstrainString ideal(String... values) {
    return new ConstrainString(List.of(), List.of(values), false);
  }

  @Override
  public ConstrainString exactIfBare() {
    return bare ? new ConstrainString(ideal, List.of(), false) : this;
  }

  @Override
  public boolean required() {
    return !exact.isEmpty();
  }

  @Override
  public boolean empty() {
    return exact.isEmpty() && ideal.isEmpty();
  }

  @Override
  public boolean allows(Value setting) {
    return exact.isEmpty() || (setting instanceof Value.Text t && exact.contains(t.text()));
  }

  @Override
  public double distance(Value setting) {
    return ideal.isEmpty() || (setting instanceof Value.Text t && ideal.contains(t.text())) ? 0 : 1;
  }

  @Override
  public Object plain() {
    Map<String, Object> map = new LinkedHashMap<>();
    put(map, "exact", exact);
    put(map, "ideal", ideal);
    Object value = map.get("ideal");
    return bare && value != null ? value : map;
  }

  private static void put(Map<String, Object> map, String member, List<String> strings) {
    if (!strings.isEmpty()) {
      map.put(member, strings.size() == 1 ? strings.get(0) : strings);
    }
  }
}
