package io.reelbus.api;

import io.reelbus.model.constraints.ConstrainBoolean;
import io.reelbus.model.constraints.ConstrainNumber;
import io.reelbus.model.constraints.ConstrainString;
import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.Constraint;
import io.reelbus.model.constraints.ConstraintSet;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.reelbus.model.constraints.Value;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes constraints as {@link ConstraintsReader} reads them. */
final class ConstraintsJson {

  private ConstraintsJson() {}

  /** W3C {@code getConstraints()}. */
  static JsonObject of(MediaTrackConstraints constraints) {
    JsonObject json = of(constraints.basic());
    if (!constraints.advanced().isEmpty()) {
      JsonArray advanced = new JsonArray();
      constraints.advanced().forEach(set -> advanced.add(of(set)));
      json.put("advanced", advanced);
    }
    return json;
  }

  /** W3C {@code getSupportedConstraints()}. */
  static JsonObject supported() {
    JsonObject json = new JsonObject();
    for (ConstrainableProperty property : ConstrainableProperty.values()) {
      json.put(property.text(), true);
    }
    return json;
  }

  private static JsonObject of(ConstraintSet set) {
    JsonObject json = new JsonObject();
    set.members().forEach((property, constraint) -> json.put(property.text(), of(constraint)));
    return json;
  }

  private static Object of(Constraint constraint) {
    JsonObject json = new JsonObject();
    if (constraint instanceof ConstrainNumber number) {
      put(json, "min", plain(number.min()));
      put(json, "max", plain(number.max()));
      put(json, "exact", plain(number.exact()));
      put(json, "ideal", plain(number.ideal()));
    } else if (constraint instanceof ConstrainString string) {
      put(json, "exact", plain(string.exact()));
      put(json, "ideal", plain(string.ideal()));
    } else if (constraint instanceof ConstrainBoolean flag) {
      put(json, "exact", flag.exact());
      put(json, "ideal", flag.ideal());
    }
    return constraint.bare() ? json.getValue("ideal") : json;
  }

  private static void put(JsonObject json, String member, @Nullable Object value) {
    if (value != null) {
      json.put(member, value);
    }
  }

  private static @Nullable Object plain(@Nullable Double number) {
    return number == null ? null : Value.of(number).plain();
  }

  private static @Nullable Object plain(List<String> strings) {
    if (strings.isEmpty()) {
      return null;
    }
    return strings.size() == 1 ? strings.get(0) : new JsonArray(strings);
  }
}
