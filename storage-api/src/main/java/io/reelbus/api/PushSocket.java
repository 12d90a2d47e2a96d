package io.reelbus.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.json.JsonObject;

/**
 * A pusher on a WebSocket: binary messages are the container, however it is cut into messages; the
 * text message {@code end}, or a close with 1000 or 1001, ends the stream. It hears {@code
 * {"acknowledged": n}}.
 */
final class PushSocket implements PushSession.Client {

  private static final short NORMAL = 1000;
  private static final short GOING_AWAY = 1001;
  private static final short UNSUPPORTED = 1003;
  private static final short TRY_AGAIN_LATER = 1013;
  private static final String END = "end";
  private static final int BEATS_PER_PING = 4;
  private static final int MAX_UNANSWERED = 5;
  private static final Buffer PING = Buffer.buffer("reelbus");

  private final Vertx vertx;
  private final ServerWebSocket socket;
  private boolean binary;
  private int beats;
  private int unanswered;

  PushSocket(Vertx vertx, ServerWebSocket socket) {
    this.vertx = vertx;
    this.socket = socket;
  }

  void start(PushSession session, Runnable over) {
    socket.pongHandler(pong -> unanswered = 0);
    socket.frameHandler(frame -> received(session, frame));
    socket.exceptionHandler(failure -> session.stop());
    socket.closeHandler(
        closed -> {
          Short code = socket.closeStatusCode();
          if (code == null || (code != NORMAL && code != GOING_AWAY)) {
            over.run();
            return;
          }
          socket.resume(); // what came before the close
          vertx.runOnContext(
              v -> {
                session.end();
                session.closed().onComplete(done -> over.run());
              });
        });
  }

  private void received(PushSession session, WebSocketFrame frame) {
    if (frame.isText()) {
      binary = false;
      if (!frame.isFinal() || !frame.textData().equals(END)) {
        socket.close(UNSUPPORTED, "text: only the message 'end'");
        return;
      }
      session.end();
    } else if (frame.isBinary() || (frame.isContinuation() && binary)) {
      binary = !frame.isFinal();
      session.received(frame.binaryData());
    }
  }

  @Override
  public void pause() {
    socket.pause();
  }

  @Override
  public void resume() {
    socket.resume();
  }

  @Override
  public void acknowledged(long position) {
    socket.writeTextMessage(new JsonObject().put("acknowledged", position).encode());
  }

  @Override
  public boolean isAlive() {
    if (++beats % BEATS_PER_PING == 0) {
      unanswered++;
      socket.writePing(PING);
    }
    return unanswered <= MAX_UNANSWERED;
  }

  @Override
  public void ended(long position) {
    socket.close(NORMAL, "all " + position + " bytes are safe");
  }

  @Override
  public void failed(String why) {
    socket.close(TRY_AGAIN_LATER, why);
  }
}
