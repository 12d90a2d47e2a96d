package io.reelbus.api;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** An HTTP/1.1 client that sends what it is told, however wrong, and reads one answer. */
final class RawHttp implements AutoCloseable {

  /** What came back; {@code body} is cut after 1 MiB, and empty for streams. */
  record Answer(int status, Map<String, String> headers, String body) {}

  private static final int DEADLINE_MS = 10_000;
  private static final int MAX_BODY_BYTES = 1 << 20;

  private final int port;
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  RawHttp(int port) {
    this.port = port;
  }

  /**
   * Sends one request and reads its answer, on the connection of the one before if that is open.
   *
   * @param bytes what to send
   * @param headless whether the answer has no body whatever it says, as that to HEAD
   */
  Answer exchange(byte[] bytes, boolean headless) throws IOException {
    if (socket == null) {
      return attempt(bytes, headless);
    }
    try {
      return attempt(bytes, headless);
    } catch (NoAnswer e) { // a server may end a connection after any answer (RFC 9112, 9.3.1)
      reconnect();
      return attempt(bytes, headless);
    }
  }

  /** The connection ended before the first byte of an answer. */
  private static final class NoAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    NoAnswer(IOException cause) {
      super(cause);
    }
  }

  private Answer attempt(byte[] bytes, boolean headless) throws IOException {
    Socket open = open();
    try {
      open.getOutputStream().write(bytes);
      open.getOutputStream().flush();
    } catch (IOException e) {
      // The server refused midway; its answer may be there all the same.
      if (in == null) {
        throw e;
      }
    }
    return read(headless);
  }

  /** Sends bytes that may be no request at all, then ends; null when the server just closes. */
  @Nullable Answer garbage(byte[] bytes) throws IOException {
    reconnect();
    try {
      Socket open = open();
      open.getOutputStream().write(bytes);
      open.getOutputStream().flush();
      open.shutdownOutput();
      return read(true);
    } catch (NoAnswer e) {
      return null;
    } finally {
      reconnect();
    }
  }

  private Socket open() throws IOException {
    Socket known = socket;
    if (known != null) {
      return known;
    }
    Socket made = new Socket(InetAddress.getLoopbackAddress(), port);
    made.setSoTimeout(DEADLINE_MS);
    made.setTcpNoDelay(true);
    socket = made;
    in = new BufferedInputStream(made.getInputStream());
    return made;
  }

  private Answer read(boolean headless) throws IOException {
    String first;
    try {
      first = line();
    } catch (EOFException | SocketException e) {
      throw new NoAnswer(e);
    }
    String[] status = first.split(" ", 3);
    Map<String, String> headers = new TreeMap<>();
    String header = line();
    while (!header.isEmpty()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
      header = line();
    }
    int code = Integer.parseInt(status[1]);
    boolean stream = code == 101 || "text/event-stream".equals(headers.get("content-type"));
    String body = "";
    if (!stream && !headless && code != 204 && code != 304) {
      body = body(headers);
    }
    if (stream || headless || "close".equalsIgnoreCase(headers.get("connection"))) {
      reconnect();
    }
    return new Answer(code, headers, body);
  }

  private String body(Map<String, String> headers) throws IOException {
    StringBuilder body = new StringBuilder();
    String length = headers.get("content-length");
    if (length != null) {
      body.append(new String(bytes(Integer.parseInt(length)), StandardCharsets.UTF_8));
    } else if ("chunked".equals(headers.get("transfer-encoding"))) {
      int size = Integer.parseInt(line(), 16);
      while (size > 0) {
        body.append(new String(bytes(size), StandardCharsets.UTF_8));
        line();
        size = Integer.parseInt(line(), 16);
      }
      line();
    } else {
      throw new IOException("an answer without a length: " + headers);
    }
    return body.length() > MAX_BODY_BYTES ? body.substring(0, MAX_BODY_BYTES) : body.toString();
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in == null ? new byte[0] : in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("body ends " + (count - bytes.length) + " bytes early");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int next = in == null ? -1 : in.read();
      if (next < 0) {
        throw new EOFException("closed after: " + line);
      }
      if (next == '\n') {
        return line.toString().stripTrailing();
      }
      line.append((char) next);
    }
  }

  @Override
  public void close() throws IOException {
    reconnect();
  }

  /** Uses a new connection from now on. */
  void reconnect() throws IOException {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
