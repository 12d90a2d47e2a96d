package io.reelbus.api;

import io.reelbus.model.MediaException;
import io.reelbus.model.constraints.OverconstrainedException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever went wrong into a problem. Causes of a 500 are logged, never sent. */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private Refusals() {}

  /** Vert.x's failure handler outside of operations. */
  static void handle(RoutingContext context) {
    handle(context, "");
  }

  /** Vert.x's failure handler of an operation. */
  static void handle(RoutingContext context, String operationId) {
    Problem problem =
        isNotHttp(context.failure())
            ? ofStatus(400)
            : problem(context.failure(), context.statusCode(), operationId);
    if (problem.status() >= 500 && problem.name().equals("OperationError")) {
      LOG.error(
          "{} {} failed", context.request().method(), context.request().path(), context.failure());
    }
    send(context, problem);
  }

  /** Whether Netty could not read the body; it says so with exceptions of any type. */
  private static boolean isNotHttp(@Nullable Throwable failure) {
    StackTraceElement[] trace =
        failure == null ? new StackTraceElement[0] : failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("io.netty.handler.codec.");
  }

  static void send(RoutingContext context, Problem problem) {
    if (context.response().headWritten()) {
      context.response().reset(); // too late for words: the client must see a broken body
      return;
    }
    if (context.response().ended()) {
      return;
    }
    context
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    if (problem.status() == 503) {
      context.response().putHeader(HttpHeaders.RETRY_AFTER, "2");
    }
    context.response().end(problem.toJson().toBuffer());
    if (Upgrade.isWanted(context.request()) || Doorway.isMedia(context.request())) {
      context.request().resume(); // paused for the handshake
    }
  }

  private static Problem problem(@Nullable Throwable failure, int status, String operation) {
    if (failure instanceof CompletionException && failure.getCause() != null) {
      return problem(failure.getCause(), status, operation);
    } else if (failure instanceof Refusal refusal) {
      return refusal.problem();
    } else if (failure instanceof OverconstrainedException e) {
      int mapped = Problem.statusOf(e.name());
      String detail = String.valueOf(e.getMessage());
      return new Problem(mapped, e.name(), detail, null, null, e.constraint());
    } else if (failure instanceof MediaException e) {
      int mapped = e.next() == MediaException.Next.RETRY ? 503 : Problem.statusOf(e.name());
      return new Problem(mapped, e.name(), String.valueOf(e.getMessage()));
    } else if (failure instanceof SchemaValidationException e) {
      return SchemaRefusal.of(e, operation);
    } else if (failure instanceof ValidatorException e) {
      return validation(e);
    } else if (failure instanceof TimeoutException) {
      return new Problem(504, "TimeoutError", "the bus or the store did not answer in time");
    } else if (failure instanceof HttpException e) {
      if (e.getCause() != null) {
        return problem(e.getCause(), e.getStatusCode(), operation);
      }
      return ofStatus(e.getStatusCode());
    } else if (failure == null || (status >= 400 && status < 500)) {
      return ofStatus(status);
    }
    return new Problem(500, "OperationError", "the request could not be carried out; see the log");
  }

  private static Problem validation(ValidatorException e) {
    return switch (e.type()) {
      case UNSUPPORTED_VALUE_FORMAT -> ofStatus(415);
      case ILLEGAL_VALUE -> ofStatus(400);
      default -> new Problem(400, "TypeError", String.valueOf(e.getMessage()));
    };
  }

  private static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> new Problem(400, "SyntaxError", "the request is malformed");
      case 404 -> new Problem(404, "NotFoundError", "there is nothing at this path");
      case 405 -> new Problem(405, "NotSupportedError", "this method is not for this path");
      case 413 -> new Problem(413, "QuotaExceededError", "the body is too large");
      case 414 -> new Problem(414, "QuotaExceededError", "the path is too long");
      case 415 -> new Problem(415, "TypeError", "the body must be application/json");
      case 416 -> new Problem(416, "RangeError", "the range is outside the file");
      default ->
          status >= 400 && status < 500
              ? new Problem(status, "SyntaxError", "the request is refused")
              : new Problem(
                  500, "OperationError", "the request could not be carried out; see the log");
    };
  }
}
