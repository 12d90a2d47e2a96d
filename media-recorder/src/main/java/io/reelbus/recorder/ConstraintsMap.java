package io.reelbus.recorder;

import io.reelbus.model.constraints.ConstrainBoolean;
import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainString;
import io.reelbus.model.constraints.Constraint;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Constraints as the plain objects of the W3C dictionaries. */
final class ConstraintsMap {

  private ConstraintsMap() {}

  static Map<String, Object> of(MediaTrackConstraints constraints) {
    Map<String, Object> map = of(constraints.basic());
    if (!constraints.advanced().isEmpty()) {
      map.put("advanced", constraints.advanced().stream().map(ConstraintsMap::of).toList());
    }
    return map;
  }

  private static Map<String, Object> of(ConstraintSet set) {
    Map<String, Object> map = new LinkedHashMap<>();
    set.members().forEach((property, constraint) -> map.put(property.text(), of(constraint)));
    return map;
  }

  private static Object of(Constraint constraint) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (constraint instanceof ConstrainNumber number) {
      put(map, "min", number.min());
      put(map, "max", number.max());
      put(map, "exact", number.exact());
      put(map, "ideal", number.ideal());
    } else if (constraint instanceof ConstrainString string) {
      put(map, "exact", string.exact());
      put(map, "ideal", string.ideal());
    } else if (constraint instanceof ConstrainBoolean flag) {
      put(map, "exact", flag.exact());
      put(map, "ideal", flag.ideal());
    }
    Object ideal = map.get("ideal");
    return constraint.bare() && ideal != null ? ideal : map;
  }

  private static void put(Map<String, Object> map, String member, @Nullable Object value) {
    if (value != null && !(value instanceof List<?> list && list.isEmpty())) {
      map.put(member, value);
    }
  }
}
