package io.reelbus.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Events as a {@code text/event-stream} (WHATWG HTML, section 9.2). */
final class SseOutlet implements EventOutlet {

  private final HttpServerResponse response;
  private final StringBuilder queued = new StringBuilder();

  SseOutlet(HttpServerResponse response) {
    this.response = response;
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/event-stream")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader("X-Accel-Buffering", "no")
        .setChunked(true);
    queued.append("retry: 2000\n\n");
  }

  @Override
  public void send(JsonObject event) {
    queued.append("id: ").append(event.getString("id"));
    queued.append("\nevent: ").append(event.getString("type"));
    queued.append("\ndata: ").append(event.encode()).append("\n\n");
  }

  @Override
  public void sendBlob(Buffer bytes) {
    throw new UnsupportedOperationException("server-sent events are text");
  }

  @Override
  public void flush() {
    if (!queued.isEmpty()) {
      response.write(queued.toString());
      queued.setLength(0);
    }
  }

  @Override
  public boolean isFull() {
    return response.writeQueueFull();
  }

  @Override
  public void onDrain(Runnable listener) {
    response.drainHandler(drained -> listener.run());
  }

  @Override
  public boolean isAlive() {
    return true; // TCP and the idle timeout find out
  }

  @Override
  public void close(String reason) {
    response.reset();
  }
}
