package io.reelbus.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.validation.RequestParameter;
import io.vertx.openapi.validation.ValidatedRequest;
import org.jspecify.annotations.Nullable;

/** Reads validated requests and writes JSON answers. */
final class Answers {

  /** An operation that answers with JSON. */
  interface JsonOperation {
    /** The answer, or a failed future, or an exception: all end in a response. */
    Future<JsonObject> answer(RoutingContext context);
  }

  private Answers() {}

  /** A handler that sends what the operation answers. */
  static Handler<RoutingContext> json(int status, JsonOperation operation) {
    return context -> answer(context, status, operation);
  }

  /** A handler that sends 204 when the operation is done. */
  static Handler<RoutingContext> nothing(JsonOperation operation) {
    return context -> answer(context, 204, operation);
  }

  private static void answer(RoutingContext context, int status, JsonOperation operation) {
    operation
        .answer(context)
        .onFailure(context::fail)
        .onSuccess(
            json -> {
              if (context.response().closed() || context.response().ended()) {
                return; // the client is gone
              }
              context.response().setStatusCode(status);
              if (status == 204) {
                context.response().end();
              } else {
                send(context, json);
              }
            });
  }

  static void send(RoutingContext context, JsonObject json) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(json.toBuffer());
  }

  /** A path parameter; the contract says it is there. */
  static String path(RoutingContext context, String name) {
    return request(context).getPathParameters().get(name).getString();
  }

  /** A whole number of the path; the contract says that it is there and in its range. */
  static int pathNumber(RoutingContext context, String name) {
    return request(context).getPathParameters().get(name).getInteger();
  }

  static @Nullable String query(RoutingContext context, String name) {
    RequestParameter parameter = request(context).getQuery().get(name);
    return parameter == null ? null : parameter.getString();
  }

  static int query(RoutingContext context, String name, int absent) {
    RequestParameter parameter = request(context).getQuery().get(name);
    Integer value = parameter == null ? null : parameter.getInteger();
    return value == null ? absent : value;
  }

  /** The body; empty when there is none. */
  static JsonObject body(RoutingContext context) {
    RequestParameter body = request(context).getBody();
    JsonObject json = body == null ? null : body.getJsonObject();
    return json == null ? new JsonObject() : json;
  }

  private static ValidatedRequest request(RoutingContext context) {
    return context.get(RouterBuilder.KEY_META_DATA_VALIDATED_REQUEST);
  }
}
