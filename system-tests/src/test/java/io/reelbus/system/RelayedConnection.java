package io.reelbus.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One connection through a {@link Relay}. Who it is from says its first request: Kafka's header is
 * length, API, version, correlation id and {@code client.id} (the protocol guide, "Request
 * Header").
 */
final class RelayedConnection implements AutoCloseable {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int KAFKA_HEADER_BYTES = 14;
  private static final int LONGEST_CLIENT_ID = 200;

  private final Relay relay;
  private final Socket from;
  private final Socket to = new Socket();
  private final byte[] first = new byte[BUFFER_BYTES];
  private int firstLength;
  private volatile String client = "";

  RelayedConnection(Relay relay, Socket from) {
    this.relay = relay;
    this.from = from;
  }

  /** Hears who it is, then goes on to the target. */
  void open(URI target) throws IOException, InterruptedException {
    relay.awaitSound("");
    firstLength = from.getInputStream().read(first);
    client = clientId(ByteBuffer.wrap(first, 0, Math.max(0, firstLength)));
    relay.awaitSound(client);
    to.connect(new InetSocketAddress(target.getHost(), target.getPort()));
  }

  /** The {@code client.id} of a Kafka request; empty when it is something else. */
  static String clientId(ByteBuffer request) {
    if (request.remaining() < KAFKA_HEADER_BYTES) {
      return "";
    }
    int length = request.getShort(KAFKA_HEADER_BYTES - 2);
    if (length < 0 || length > LONGEST_CLIENT_ID) {
      return "";
    }
    if (KAFKA_HEADER_BYTES + length > request.remaining()) {
      return "";
    }
    byte[] text = new byte[length];
    request.get(KAFKA_HEADER_BYTES, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Moves what the client sends, until it ends. */
  void forth() throws IOException, InterruptedException {
    if (firstLength < 0) {
      return;
    }
    to.getOutputStream().write(first, 0, firstLength);
    move(from, to);
  }

  /** Moves what the target answers, until it ends. */
  void back() {
    try (this) {
      move(to, from);
    } catch (IOException broken) {
      Relay.close(to); // what an outage looks like from inside
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void move(Socket source, Socket sink) throws IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int n = source.getInputStream().read(buffer);
        n >= 0;
        n = source.getInputStream().read(buffer)) {
      relay.awaitSound(client);
      sink.getOutputStream().write(buffer, 0, n);
    }
  }

  @Override
  public void close() {
    Relay.close(from);
    Relay.close(to);
  }
}
