package io.reelbus.objectstore.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Parts of uploads that are over: they came too late, from a writer that did not know, or the store
 * was killed while it threw them away. S3 refuses or deletes them; s3proxy neither completes nor
 * aborts such an upload any more.
 */
final class OrphanParts {

  private static final String PART = ".mpus-"; // then the upload's id and the object's key
  private static final String STUB = ".s3proxy-mpu-stub-"; // then the id: the upload is there
  private static final int ID_LENGTH = 36;

  private OrphanParts() {}

  /** Deletes them; call it while nothing is served. */
  static void sweep(Path folder) throws IOException {
    for (Path bucket : list(folder)) {
      if (Files.isDirectory(bucket)) {
        for (Path entry : list(bucket)) {
          if (isOrphan(entry)) {
            delete(entry);
          }
        }
      }
    }
  }

  private static boolean isOrphan(Path entry) {
    String name = entry.getFileName().toString();
    int idEnd = PART.length() + ID_LENGTH;
    return name.startsWith(PART)
        && name.length() > idEnd
        && !Files.exists(entry.resolveSibling(STUB + name.substring(PART.length(), idEnd)));
  }

  private static void delete(Path entry) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(entry)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.deleteIfExists(path);
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }
}
