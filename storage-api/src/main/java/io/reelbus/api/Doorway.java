package io.reelbus.api;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.openapi.router.OpenAPIRoute;
import io.vertx.ext.web.openapi.router.RequestExtractor;
import io.vertx.ext.web.openapi.router.RouterBuilder;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The router: the OpenAPI document on one side, a handler per operation on the other. */
final class Doorway {

  private static final int MAX_ALIASES = 1000;
  private static final JsonObject DOCUMENT = load();
  private static final long READ_SECONDS = 30;

  private Doorway() {}

  /**
   * Makes the router.
   *
   * <p>Waits for the document to be read; not to be called on a thread of Vert.x.
   *
   * @param operations handler by operationId; exactly those of the document
   */
  static Future<Router> open(
      Vertx vertx, int maxBodyBytes, Map<String, Handler<RoutingContext>> operations) {
    return contract()
        .map(
            contract -> {
              RouterBuilder builder =
                  RouterBuilder.create(vertx, contract, RequestExtractor.withBodyHandler());
              builder.rootHandler(bodies(maxBodyBytes));
              Set<String> unknown = new TreeSet<>(operations.keySet());
              for (OpenAPIRoute route : builder.getRoutes()) {
                String id = route.getOperation().getOperationId();
                Handler<RoutingContext> handler = operations.get(id);
                if (handler == null) {
                  throw new IllegalStateException("openapi.yaml: no handler for " + id);
                }
                unknown.remove(id);
                route.addHandler(handler);
                route.addFailureHandler(context -> Refusals.handle(context, id));
              }
              if (!unknown.isEmpty()) {
                throw new IllegalStateException("openapi.yaml: does not describe " + unknown);
              }
              Router router = builder.createRouter();
              page(router, "/", "console.html", "text/html; charset=utf-8");
              page(router, "/openapi.yaml", "openapi.yaml", "application/yaml");
              for (int status : new int[] {400, 404, 405, 413, 414, 415, 500}) {
                router.errorHandler(status, Refusals::handle);
              }
              return router;
            });
  }

  /**
   * Reads bodies, but of handshakes, which must not be read before they are answered, and of media,
   * which have no end by now.
   */
  private static Handler<RoutingContext> bodies(int maxBodyBytes) {
    BodyHandler reader = BodyHandler.create(false).setBodyLimit(maxBodyBytes);
    return context -> {
      if (Upgrade.isWanted(context.request()) || isMedia(context.request())) {
        context.request().pause();
        context.next();
      } else {
        reader.handle(context);
      }
    };
  }

  static boolean isMedia(HttpServerRequest request) {
    return request.method().equals(HttpMethod.PUT) && request.path().endsWith("/media");
  }

  /** The document as it is published; a copy. */
  static JsonObject document() {
    return DOCUMENT.copy();
  }

  private static JsonObject load() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES); // its own limit is for strangers' documents
    Yaml yaml = new Yaml(new SafeConstructor(options));
    Map<String, Object> root = yaml.load(resource("openapi.yaml"));
    return new JsonObject(root).copy(); // anchors share objects; the contract changes them
  }

  /**
   * The document as Vert.x takes it, read by a Vert.x of its own: one that reads from the class
   * path has a folder of temporary files as long as it lives, which a process that is killed would
   * leave behind.
   */
  private static Future<OpenAPIContract> contract() {
    Vertx reader = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setUseDaemonThread(true));
    try {
      OpenAPIContract contract = contract(reader).await(READ_SECONDS, TimeUnit.SECONDS);
      reader.close().await(READ_SECONDS, TimeUnit.SECONDS);
      return Future.succeededFuture(contract);
    } catch (TimeoutException e) {
      return Future.failedFuture(e);
    }
  }

  /** The document as Vert.x takes it. */
  static Future<OpenAPIContract> contract(Vertx vertx) {
    JsonObject document = document();
    document
        .getJsonObject("paths")
        .forEach(path -> withoutUncheckedBodies((JsonObject) path.getValue()));
    withoutUncheckedTypes(document.getJsonObject("components").getJsonObject("responses"));
    return OpenAPIContract.from(vertx, document);
  }

  /** Vert.x refuses documents with response types it cannot check, such as video and SSE. */
  private static void withoutUncheckedBodies(JsonObject path) {
    for (String method : path.fieldNames()) {
      withoutUncheckedTypes(path.getJsonObject(method).getJsonObject("responses"));
    }
  }

  private static void withoutUncheckedTypes(JsonObject responses) {
    for (String status : responses.fieldNames()) {
      JsonObject content = responses.getJsonObject(status).getJsonObject("content");
      if (content != null) {
        Set.copyOf(content.fieldNames()).stream()
            .filter(type -> !MediaType.isMediaTypeSupported(type))
            .forEach(content::remove);
      }
    }
  }

  private static void page(Router router, String path, String resource, String contentType) {
    String text = resource(resource);
    router
        .get(path)
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                    .putHeader("Content-Security-Policy", "default-src 'self' 'unsafe-inline'")
                    .putHeader("X-Content-Type-Options", "nosniff")
                    .end(text));
  }

  private static String resource(String name) {
    try (InputStream in = Doorway.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is not on the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
