package io.reelbus.api;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * In front of the router: refuses what a router should not see, such as paths that cannot be
 * decoded, and requests on more connections than there may be. Owned by the event loop.
 */
final class Gate implements Handler<HttpServerRequest> {

  private final Handler<HttpServerRequest> inside;
  private final int maxConnections;
  private int connections;

  Gate(Handler<HttpServerRequest> inside, int maxConnections) {
    this.inside = inside;
    this.maxConnections = maxConnections;
  }

  /** A client connected. */
  void connected(HttpConnection connection) {
    connections++;
    connection.closeHandler(closed -> connections--);
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (connections > maxConnections) {
      request.response().putHeader(HttpHeaders.CONNECTION, "close");
      refuse(request, Refusal.full("connections", maxConnections).problem());
    } else if (!isPath(request.path()) || !isEscaped(request.query())) {
      refuse(request, new Problem(400, "SyntaxError", "the path or the query is malformed"));
    } else {
      inside.handle(request);
    }
  }

  private static void refuse(HttpServerRequest request, Problem problem) {
    HttpServerResponse response = request.response();
    response
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.CONTENT_TYPE)
        .end(problem.toJson().toBuffer());
  }

  private static boolean isPath(@Nullable String path) {
    return path != null && path.startsWith("/") && isEscaped(path);
  }

  /** Whether all escapes are whole (RFC 3986, section 2.1). */
  private static boolean isEscaped(@Nullable String text) {
    if (text == null) {
      return true;
    }
    for (int at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at + 3)) {
      if (at + 2 >= text.length()
          || Character.digit(text.charAt(at + 1), 16) < 0
          || Character.digit(text.charAt(at + 2), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
