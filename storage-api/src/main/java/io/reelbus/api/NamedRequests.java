package io.reelbus.api;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Requests that make something and may come again, because no answer came: the id of what is made
 * follows from the name the client gave its request. So a repeat finds it, at every API process.
 */
final class NamedRequests {

  static final String MEMBER = "requestId";

  private NamedRequests() {}

  /**
   * The id of what a request makes.
   *
   * @param what kind of thing; ids of different kinds differ
   */
  static String id(String what, JsonObject body) {
    String name = body.getString(MEMBER);
    return name == null
        ? UUID.randomUUID().toString()
        : UUID.nameUUIDFromBytes((what + "/" + name).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The request without its name. */
  static JsonObject unnamed(JsonObject body) {
    JsonObject rest = body.copy();
    rest.remove(MEMBER);
    return rest;
  }
}
