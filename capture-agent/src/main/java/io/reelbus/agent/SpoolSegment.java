package io.reelbus.agent;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Payloads of frames one behind the other in a file. Guarded by its tape. */
final class SpoolSegment {

  private static final long FULL_BYTES = 64L << 20;

  private final Path path;
  private final ByteBound bound;
  private final FileChannel channel;
  private long bytes;
  private int frames;

  /** Makes the file. */
  SpoolSegment(Path path, ByteBound bound) throws IOException {
    this.path = path;
    this.bound = bound;
    this.channel =
        FileChannel.open(
            path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  /** Whether another segment should be begun. */
  boolean isFull() {
    return bytes >= FULL_BYTES;
  }

  /**
   * Writes a payload behind those that are there; it counts when this returns, and not when this
   * fails.
   *
   * @return where it lies
   */
  long add(ByteBuffer payload) throws IOException {
    long at = bytes;
    long end = at;
    ByteBuffer left = payload.duplicate();
    while (left.hasRemaining()) {
      end += channel.write(left, end);
    }
    bytes = end;
    frames++;
    return at;
  }

  /** Reads a payload, all of {@code into}. */
  void read(long at, byte[] into) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(into);
    while (left.hasRemaining()) {
      int read = channel.read(left, at + left.position());
      if (read < 0) {
        throw new EOFException(path + " ends at " + (at + left.position()));
      }
    }
  }

  /**
   * One of its frames is not needed any more; with the last one goes the file.
   *
   * @return whether it is gone
   */
  boolean done() throws IOException {
    frames--;
    if (frames > 0) {
      return false;
    }
    bound.give(bytes);
    channel.close();
    Files.deleteIfExists(path);
    return true;
  }
}
