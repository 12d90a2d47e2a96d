package io.reelbus.system;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A file system of its own that is soon full. Needs Linux and the right to mount: often root. */
final class SmallDisk implements AutoCloseable {

  private static final int BLOCK = 1 << 20;

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one; where that is not permitted, the test is skipped. */
  static SmallDisk mount(Path folder, int mib) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int code = run("mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", folder.toString());
    Assumptions.assumeTrue(code == 0, "mount is not permitted");
    return new SmallDisk(folder);
  }

  Path folder() {
    return folder;
  }

  long freeBytes() throws IOException {
    return Files.getFileStore(folder).getUsableSpace();
  }

  /** Somebody else's file, which leaves no more than this. */
  void fill(long freeBytes) throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream out = Files.newOutputStream(other())) {
      while (freeBytes() > freeBytes) {
        out.write(block);
      }
    } catch (IOException e) {
      if (freeBytes() > freeBytes) { // full is what was wanted
        throw e;
      }
    }
  }

  /** The file goes. */
  void clear() throws IOException {
    Files.deleteIfExists(other());
  }

  private Path other() {
    return folder.resolve("other");
  }

  @Override
  public void close() {
    try {
      run("umount", "-l", folder.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int run(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(List.of(command)).inheritIO().start().waitFor();
    } catch (IOException e) {
      return -1; // there is no such program
    }
  }
}
