package io.reelbus.recorder;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One event of the storage API.
 *
 * @param json the event
 * @param bytes of the blob that a {@code dataavailable} came with; null without
 */
record EventMessage(JsonNode json, byte @Nullable [] bytes) {

  String type() {
    return json.path("type").asText();
  }
}
