package io.reelbus.objectstore;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A byte range of an object that goes on where it was when a connection breaks: it fails only when
 * no byte came for the whole deadline.
 */
final class ResumingInput extends InputStream {

  /** Opens {@code [fromByte, toByte)}; retries inside. */
  @FunctionalInterface
  interface Opener {
    InputStream open(long fromByte, long toByte) throws IOException;
  }

  private final long toByte;
  private final Duration deadline;
  private final Opener opener;
  private long position;
  private @Nullable InputStream open;
  private long brokenSinceNanos;
  private boolean broken;

  /** The first connection is made here, so that a missing object is told at once. */
  ResumingInput(long fromByte, long toByte, Duration deadline, Opener opener) {
    this.position = fromByte;
    this.toByte = toByte;
    this.deadline = deadline;
    this.opener = opener;
    try {
      this.open = opener.open(fromByte, toByte);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (position < toByte) {
      try {
        if (open == null) {
          open = opener.open(position, toByte);
        }
        int count = open.read(into, offset, (int) Math.min(length, toByte - position));
        if (count < 0) {
          throw new EOFException("ended at byte " + position + " (expected: " + toByte + ")");
        }
        position += count;
        broken = false;
        return count;
      } catch (IOException e) {
        reconnectLater(e);
      }
    }
    return -1;
  }

  private void reconnectLater(IOException failure) throws IOException {
    closeConnection();
    if (!broken) {
      broken = true;
      brokenSinceNanos = System.nanoTime();
    } else if (System.nanoTime() - brokenSinceNanos > deadline.toNanos()) {
      throw failure;
    }
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void closeConnection() {
    InputStream old = open;
    open = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        // The connection is given up because it is broken; there is nothing left to lose on it.
        return;
      }
    }
  }

  @Override
  public void close() {
    closeConnection();
    position = toByte;
  }
}
