package io.reelbus.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** How events get to one client. Owned by the event loop. */
interface EventOutlet {

  /** Queues one event. */
  void send(JsonObject event);

  /** Queues the bytes of the blob that the last event was about. */
  void sendBlob(Buffer bytes);

  /** Passes what was queued to the connection. */
  void flush();

  /** Whether the connection takes nothing now. */
  boolean isFull();

  /** Calls back once when it takes something again. */
  void onDrain(Runnable listener);

  /** Asks the client for a sign of life, if the transport can; false when it owes several. */
  boolean isAlive();

  /** Ends the connection, with a reason where the transport has one. */
  void close(String reason);
}
