package io.reelbus.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP relay that can be unreachable, silent or full of errors for a while. */
public final class Relay implements AutoCloseable {

  private static final byte[] HTTP_500 =
      "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final Object moving = new Object();
  private volatile boolean down;
  private volatile boolean failing;
  private boolean silent; // guarded by moving

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
    synchronized (moving) {
      silent = isSilent;
      moving.notifyAll();
    }
  }

  private void awaitSound() throws InterruptedIOException {
    synchronized (moving) {
      while (silent) {
        try {
          moving.wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new InterruptedIOException();
        }
      }
    }
  }

  private void breakAll() {
    open.forEach(Relay::close);
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
          daemon(() -> connect(from));
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

  private void connect(Socket from) {
    try {
      awaitSound();
      Socket to = new Socket(target.getHost(), target.getPort());
      open.add(from);
      open.add(to);
      if (down || failing) {
        close(from);
        close(to);
      }
      daemon(() -> relay(from, to));
      daemon(() -> relay(to, from));
    } catch (IOException nobodyThere) {
      close(from);
    }
  }

  private void relay(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        awaitSound();
        out.write(buffer, 0, n);
      }
    } catch (IOException broken) {
      open.remove(from); // what an outage looks like from inside
    } finally {
      open.remove(from);
      open.remove(to);
    }
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
