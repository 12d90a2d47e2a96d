package io.reelbus.system;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * A TCP relay that can be unreachable, silent or full of errors for a while; silent also for some
 * of the clients only.
 */
public final class Relay implements AutoCloseable {

  private static final byte[] HTTP_500 =
      "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final URI target;
  private final Set<RelayedConnection> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final Object moving = new Object();
  private volatile boolean down;
  private volatile boolean failing;
  private Predicate<String> silent = client -> false; // guarded by moving

  public Relay(URI target) throws IOException {
    this(target, 0);
  }

  /** One on a port of its own choice when {@code port} is 0. */
  public Relay(URI target, int port) throws IOException {
    this.listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    this.target = target;
    daemon(this::accept);
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** While true, open connections break and new ones are closed at once. */
  public void down(boolean isDown) {
    down = isDown;
    if (isDown) {
      breakAll();
    }
  }

  /** While true, open connections break and new ones get HTTP status 500. */
  public void failing(boolean isFailing) {
    failing = isFailing;
    if (isFailing) {
      breakAll();
    }
  }

  /** While true, no byte moves, and nobody is told: a cable is pulled. */
  public void silent(boolean isSilent) {
    silentFor(client -> isSilent);
  }

  /**
   * From now on no byte moves to or from some of the clients, and nobody is told.
   *
   * @param clients by their Kafka {@code client.id}; others have an empty one
   */
  public void silentFor(Predicate<String> clients) {
    synchronized (moving) {
      silent = clients;
      moving.notifyAll();
    }
  }

  /** Waits until bytes may move to and from a client. */
  void awaitSound(String client) throws InterruptedException {
    synchronized (moving) {
      while (silent.test(client)) {
        moving.wait();
      }
    }
  }

  private void breakAll() {
    open.forEach(RelayedConnection::close);
    open.clear();
  }

  /** Connections closed at once so far. */
  public int refused() {
    return refused.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket from = listener.accept();
        if (down) {
          refused.incrementAndGet();
          from.close();
        } else if (failing) {
          refused.incrementAndGet();
          daemon(() -> fail(from));
        } else {
          daemon(() -> relay(from));
        }
      } catch (IOException closed) {
        return;
      }
    }
  }

  private static void fail(Socket from) {
    try (from) {
      from.setSoTimeout(1000);
      int unused = from.getInputStream().read(new byte[8192]);
      from.getOutputStream().write(HTTP_500);
    } catch (IOException gone) {
      close(from); // who asked does not wait for the answer
    }
  }

  private void relay(Socket from) {
    try (RelayedConnection connection = new RelayedConnection(this, from)) {
      open.add(connection);
      try {
        connection.open(target);
        if (!down && !failing) {
          daemon(connection::back);
          connection.forth();
        }
      } finally {
        open.remove(connection);
      }
    } catch (IOException broken) {
      close(from); // what an outage looks like from inside
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void daemon(Runnable body) {
    Thread thread = new Thread(body, "relay");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    down(true);
  }
}
