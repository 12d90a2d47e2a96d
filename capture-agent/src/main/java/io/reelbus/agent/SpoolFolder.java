package io.reelbus.agent;

import io.reelbus.model.MediaException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The part of an agent's spool that is on disk: segments of frames, each deleted when its last
 * frame is with the bus. What an earlier life of the agent left is of no use, as no cut knows of
 * it, and is deleted. Any thread.
 */
final class SpoolFolder {

  private static final String SUFFIX = ".frames";

  private final @Nullable Path folder;
  private final ByteBound bound;
  private final AtomicLong made = new AtomicLong();

  /**
   * Empties the folder, and makes it when it is missing.
   *
   * @throws MediaException STOP when it cannot be used
   */
  SpoolFolder(SpoolSettings settings, String agentId) {
    Path parent = settings.folder();
    this.folder = parent == null ? null : parent.resolve(agentId);
    this.bound = new ByteBound(parent == null ? 0 : settings.diskBytes());
    if (folder != null) {
      empty(folder);
    }
  }

  private static void empty(Path folder) {
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
        for (Path segment : left) {
          Files.delete(segment);
        }
      }
    } catch (IOException e) {
      throw new MediaException(
          "NotReadableError",
          MediaException.Next.STOP,
          "spool folder: " + folder + " (expected: a folder that can be written): " + e,
          e);
    }
  }

  /** Whether frames may go to disk at all. */
  boolean isThere() {
    return folder != null;
  }

  /** The bytes of all segments. */
  ByteBound bound() {
    return bound;
  }

  /** Begins another segment, for who has taken bytes of the bound. */
  SpoolSegment begin() throws IOException {
    Path segment = Objects.requireNonNull(folder).resolve(made.incrementAndGet() + SUFFIX);
    return new SpoolSegment(segment, bound);
  }
}
