package io.reelbus.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;

/** Events as WebSocket text messages (RFC 6455), blobs as binary ones. What comes in is ignored. */
final class SocketOutlet implements EventOutlet {

  private static final short TRY_AGAIN_LATER = 1013;
  private static final int MAX_UNANSWERED = 3;
  private static final Buffer PING = Buffer.buffer("reelbus");

  private final ServerWebSocket socket;
  private int unanswered;

  SocketOutlet(ServerWebSocket socket) {
    this.socket = socket;
    socket.pongHandler(pong -> unanswered = 0);
  }

  @Override
  public void send(JsonObject event) {
    socket.writeTextMessage(event.encode());
  }

  @Override
  public void sendBlob(Buffer bytes) {
    socket.writeBinaryMessage(bytes); // in frames of the size agreed
  }

  @Override
  public void flush() {}

  @Override
  public boolean isFull() {
    return socket.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable listener) {
    socket.drainHandler(drained -> listener.run());
  }

  @Override
  public boolean isAlive() {
    unanswered++;
    socket.writePing(PING);
    return unanswered <= MAX_UNANSWERED;
  }

  @Override
  public void close(String reason) {
    socket.close(TRY_AGAIN_LATER, reason);
  }
}
