package io.reelbus.standalone;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The folder an embedded cluster lives in, held by one process at a time: {@code kafka} (the
 * broker's logs), {@code objects} (buckets as plain folders), {@code credentials} (of the embedded
 * store, made once) and {@code lock}.
 */
final class DataFolder implements AutoCloseable {

  private final Path root;
  private final FileChannel lockChannel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel lockChannel, FileLock lock) {
    this.root = root;
    this.lockChannel = lockChannel;
    this.lock = lock;
  }

  /**
   * Makes the folder where it is missing, and takes it.
   *
   * @throws UsageException when it cannot be written or another process has it
   */
  static DataFolder open(Path root) {
    try {
      Files.createDirectories(root);
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String owner = read(channel).strip();
        channel.close();
        throw new UsageException(
            "--data: "
                + root
                + " is in use by another reelbus"
                + (owner.isEmpty() ? "" : " (" + owner + ")")
                + "; use its server with --api URL, stop it, or choose another --data");
      }
      DataFolder folder = new DataFolder(root, channel, lock);
      folder.describeOwner("process " + ProcessHandle.current().pid());
      return folder;
    } catch (IOException e) {
      throw new UsageException(
          "--data: " + root + " (expected: a folder that can be written; " + e + ")", e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException heldByThisProcess) {
      return null;
    }
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(256);
    channel.read(bytes, 0);
    return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
  }

  /** Writes one line into the lock that helps whoever finds the folder taken. */
  void describeOwner(String line) throws IOException {
    lockChannel.truncate(0);
    lockChannel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)), 0);
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  Path objects() {
    return root.resolve("objects");
  }

  Path credentialsFile() {
    return root.resolve("credentials");
  }

  /** Keys of the embedded store: made at random once, then read from the folder. */
  KeyPair credentials() {
    Path file = credentialsFile();
    try {
      if (!Files.exists(file)) {
        KeyPair made = new KeyPair("reelbus-" + random(4), random(20));
        Path temporary = root.resolve("credentials.new");
        Files.deleteIfExists(temporary);
        Files.createFile(
            temporary,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(temporary, made.lines());
        Files.move(temporary, file);
        return made;
      }
      return KeyPair.parse(Files.readAllLines(file), file);
    } catch (IOException e) {
      throw new UsageException(
          "--data: " + file + " (expected: a file that can be read and written; " + e + ")", e);
    }
  }

  private static String random(int bytes) {
    byte[] secret = new byte[bytes];
    new SecureRandom().nextBytes(secret);
    return HexFormat.of().formatHex(secret);
  }

  @Override
  public void close() throws IOException {
    lock.release();
    lockChannel.close();
  }
}
