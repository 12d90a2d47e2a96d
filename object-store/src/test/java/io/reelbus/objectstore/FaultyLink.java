package io.reelbus.objectstore;

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
import java.util.concurrent.atomic.AtomicLong;

/** A TCP relay in front of a server that counts what is sent and can cut connections. */
final class FaultyLink implements AutoCloseable {

  private final ServerSocket listener;
  private final URI target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicLong bytesUntilCut = new AtomicLong(Long.MAX_VALUE);
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicLong sentBytes = new AtomicLong();
  private volatile boolean down;

  FaultyLink(URI target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** Cuts every connection once so many bytes have passed in either direction. */
  void cutAfter(long bytes) {
    bytesUntilCut.set(bytes);
  }

  /** Refuses (cuts at once) every connection while true. */
  void down(boolean isDown) {
    down = isDown;
    if (isDown) {
      cutAll();
    }
  }

  int cuts() {
    return cuts.get();
  }

  /** What clients have sent to the server. */
  long sentBytes() {
    return sentBytes.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket from = listener.accept();
        if (down) {
          cuts.incrementAndGet();
          from.close();
          continue;
        }
        Socket to = new Socket(target.getHost(), target.getPort());
        open.add(from);
        open.add(to);
        daemon(() -> relay(from, to, sentBytes));
        daemon(() -> relay(to, from, new AtomicLong()));
      } catch (IOException e) {
        cutAll();
      }
    }
  }

  private void relay(Socket from, Socket to, AtomicLong count) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        count.addAndGet(n);
        out.write(buffer, 0, n);
        if (bytesUntilCut.get() != Long.MAX_VALUE && bytesUntilCut.addAndGet(-n) <= 0) {
          bytesUntilCut.set(Long.MAX_VALUE);
          cuts.incrementAndGet();
          cutAll();
        }
      }
    } catch (IOException e) {
      // What a cut looks like from inside.
      open.remove(from);
    }
    open.remove(to);
  }

  private void cutAll() {
    Set<Socket> sockets = Set.copyOf(open);
    open.removeAll(sockets);
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0); // reset, as a crashed peer does
        socket.close();
      } catch (IOException e) {
        open.remove(socket); // closed by its relay meanwhile
      }
    }
  }

  private static void daemon(Runnable body) {
    Thread thread = new Thread(body, "faulty-link");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    cutAll();
  }
}
