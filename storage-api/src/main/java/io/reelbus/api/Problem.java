package io.reelbus.api;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem.
 *
 * @param status HTTP status
 * @param name DOMException or JavaScript error name
 * @param detail one line for a person
 * @param field which member or parameter, if one is to blame
 * @param expected what it may be
 * @param constraint of an {@code OverconstrainedError}, which property
 */
record Problem(
    int status,
    String name,
    String detail,
    @Nullable String field,
    @Nullable String expected,
    @Nullable String constraint) {

  static final String CONTENT_TYPE = "application/problem+json";

  Problem(int status, String name, String detail) {
    this(status, name, detail, null, null);
  }

  Problem(
      int status, String name, String detail, @Nullable String field, @Nullable String expected) {
    this(status, name, detail, field, expected, null);
  }

  /** The status that goes with a DOMException name. */
  static int statusOf(String name) {
    return switch (name) {
      case "TypeError", "SyntaxError", "RangeError", "ConstraintError" -> 400;
      case "NotAllowedError", "SecurityError" -> 403;
      case "NotFoundError" -> 404;
      case "InvalidStateError", "InvalidModificationError" -> 409;
      case "NotSupportedError",
          "NotReadableError",
          "OverconstrainedError",
          "DataError",
          "EncodingError" ->
          422;
      case "QuotaExceededError", "NetworkError", "AbortError" -> 503;
      case "TimeoutError" -> 504;
      default -> 500;
    };
  }

  JsonObject toJson() {
    JsonObject json =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
            .put("status", status)
            .put("detail", detail)
            .put("name", name);
    if (field != null) {
      json.put("field", field);
    }
    if (expected != null) {
      json.put("expected", expected);
    }
    if (constraint != null) {
      json.put("constraint", constraint);
    }
    return json;
  }
}
