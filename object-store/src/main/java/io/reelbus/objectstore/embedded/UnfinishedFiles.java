package io.reelbus.objectstore.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the uploads that are under way will still take of the disk when they are completed: s3proxy
 * then writes the object anew, beside its parts, and deletes these at the end.
 */
final class UnfinishedFiles {

  private static final String PART = ".mpus-"; // then the upload's id, the object's key, a number
  private static final int ID_LENGTH = 36;
  private static final int KEY_AT = PART.length() + ID_LENGTH + 1;

  private UnfinishedFiles() {}

  /** Size of all parts, less what was written anew already. */
  static long bytes(Path folder) throws IOException {
    long bytes = 0;
    for (Path bucket : list(folder)) {
      if (Files.isDirectory(bucket)) {
        for (Map.Entry<String, Long> upload : partBytes(bucket).entrySet()) {
          bytes += Math.max(0, upload.getValue() - writtenAnew(bucket.resolve(upload.getKey())));
        }
      }
    }
    return bytes;
  }

  /** By key of the object. */
  private static Map<String, Long> partBytes(Path bucket) throws IOException {
    Map<String, Long> bytes = new HashMap<>();
    for (Path entry : list(bucket)) {
      String name = entry.getFileName().toString();
      if (name.startsWith(PART) && name.length() > KEY_AT) {
        Files.walkFileTree(
            entry,
            new Visitor() {
              @Override
              public FileVisitResult visitFile(Path part, BasicFileAttributes attributes) {
                String path = bucket.relativize(part).toString();
                String key = path.substring(KEY_AT, Math.max(KEY_AT, path.lastIndexOf('-')));
                bytes.merge(key, attributes.size(), Long::sum);
                return FileVisitResult.CONTINUE;
              }
            });
      }
    }
    return bytes;
  }

  /** The object, and what is to become of it: the same name with an id. */
  private static long writtenAnew(Path object) throws IOException {
    String name = object.getFileName().toString();
    Path parent = object.getParent();
    if (name.isEmpty() || parent == null || !Files.isDirectory(parent)) {
      return 0;
    }
    long bytes = 0;
    for (Path file : list(parent)) {
      String its = file.getFileName().toString();
      boolean made = its.startsWith(name + "-") && its.length() == name.length() + 1 + ID_LENGTH;
      if (made || its.equals(name)) {
        bytes += size(file);
      }
    }
    return bytes;
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0; // it has just got its name
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /** What disappears meanwhile is not there. */
  private abstract static class Visitor extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
