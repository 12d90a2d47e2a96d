package io.reelbus.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP relay that can be unreachable for a while. */
final class Relay implements AutoCloseable {

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private volatile boolean down;

  Relay(URI target) throws IOException {
    this.target = target;
    daemon(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** While true, open connections break and new ones are closed at once. */
  void down(boolean isDown) {
    down = isDown;
    if (isDown) {
      open.forEach(Relay::close);
      open.clear();
    }
  }

  /** Connections closed at once so far. */
  int refused() {
    return refused.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket from = listener.accept();
        if (down) {
          refused.incrementAndGet();
          from.close();
          continue;
        }
        Socket to = new Socket(target.getHost(), target.getPort());
        open.add(from);
        open.add(to);
        daemon(() -> relay(from, to));
        daemon(() -> relay(to, from));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void relay(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException broken) {
      open.remove(from); // what an outage looks like from inside
    }
    open.remove(to);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void daemon(Runnable body) {
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
