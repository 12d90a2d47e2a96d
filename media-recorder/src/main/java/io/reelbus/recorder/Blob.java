package io.reelbus.recorder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * W3C File API {@code Blob}: container bytes of one slice or of several that follow each other.
 * Immutable; the bytes are in memory.
 */
public final class Blob {

  private final List<byte[]> parts;
  private final String type;

  Blob(List<byte[]> parts, String type) {
    this.parts = List.copyOf(parts);
    this.type = type;
  }

  /** Bytes. */
  public long size() {
    return parts.stream().mapToLong(part -> part.length).sum();
  }

  /** MIME type with its codecs. */
  public String type() {
    return type;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts.forEach(all::writeBytes);
    return all.toByteArray();
  }

  /** The bytes, from their start. */
  public InputStream stream() {
    return parts.size() == 1
        ? new ByteArrayInputStream(parts.get(0))
        : new ByteArrayInputStream(bytes());
  }

  /**
   * Writes the bytes behind what a file holds; makes the file when it is not there. All blobs of a
   * recording, appended in their order, play.
   */
  public void appendTo(Path file) {
    try {
      for (byte[] part : parts) {
        Files.write(file, part, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
