package io.reelbus.api;

import io.reelbus.model.constraints.ConstrainableProperty;
import io.reelbus.model.constraints.MediaTrackConstraints;
import io.vertx.core.json.JsonObject;

/** Writes constraints as {@link ConstraintsReader} reads them. */
final class ConstraintsJson {

  private ConstraintsJson() {}

  /** W3C {@code getConstraints()}. */
  static JsonObject of(MediaTrackConstraints constraints) {
    return new JsonObject(constraints.toMap());
  }

  /** W3C {@code getSupportedConstraints()}. */
  static JsonObject supported() {
    JsonObject json = new JsonObject();
    for (ConstrainableProperty property : ConstrainableProperty.values()) {
      json.put(property.text(), true);
    }
    return json;
  }
}
