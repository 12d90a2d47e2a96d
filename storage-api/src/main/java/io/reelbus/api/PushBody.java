package io.reelbus.api;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** A pusher with a PUT: its body is the container, the answer says that all of it is safe. */
final class PushBody implements PushSession.Client {

  private final RoutingContext context;
  private final HttpServerRequest request;

  PushBody(RoutingContext context) {
    this.context = context;
    this.request = context.request();
  }

  void start(PushSession session, Runnable over) {
    request.handler(session::received);
    request.endHandler(end -> session.end());
    request.exceptionHandler(failure -> session.stop());
    context.response().closeHandler(closed -> session.stop());
    session.closed().onComplete(done -> over.run());
    request.resume();
  }

  @Override
  public void pause() {
    request.pause();
  }

  @Override
  public void resume() {
    request.resume();
  }

  @Override
  public void acknowledged(long position) {}

  @Override
  public boolean isAlive() {
    return true; // the connection says so when it is not
  }

  @Override
  public void ended(long position) {
    Answers.send(context, new JsonObject().put("acknowledged", position));
  }

  @Override
  public void failed(String why) {
    context.fail(Refusal.of("NetworkError", why));
  }
}
