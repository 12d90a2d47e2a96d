package io.reelbus.recorder;

import io.reelbus.model.MediaException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Flow;

/** One verified download: part file, digest on the way, move into place at the end. */
final class Download {

  private final HttpJson http;
  private final String path;
  private final FileInfo file;
  private final Path target;
  private final MessageDigest digest;
  private long written;

  Download(HttpJson http, String path, FileInfo file, Path target) {
    this.http = http;
    this.path = path;
    this.file = file;
    this.target = target.toAbsolutePath();
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }

  DownloadedFile run() {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        fetchAll(out);
      }
      String sha256 = HexFormat.of().formatHex(digest.digest());
      if (!sha256.equals(file.sha256())) {
        throw new MediaException(
            "DataError",
            MediaException.Next.RETRY,
            "file of " + path + ": sha256 " + sha256 + " (expected: " + file.sha256() + ")");
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      return new DownloadedFile(target, written, sha256);
    } catch (IOException e) {
      throw new MediaException(
          "NotReadableError", MediaException.Next.STOP, target + ": cannot be written: " + e, e);
    } finally {
      part.toFile().delete(); // after the move there is none
    }
  }

  private void fetchAll(FileChannel out) throws IOException {
    Patience patience = new Patience();
    while (true) {
      long before = written;
      try {
        fetch(out);
        return;
      } catch (MediaException e) {
        if (written > before) {
          patience.reset();
        }
        patience.pause(e);
      }
    }
  }

  private void fetch(FileChannel out) throws IOException {
    String etag = '"' + file.sha256() + '"';
    HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
        written == 0
            ? http.open(path)
            : http.open(path, "Range", "bytes=" + written + "-", "If-Range", etag);
    try (BodyReader body = new BodyReader(response.body())) {
      int expected = written == 0 ? 200 : 206;
      if (response.statusCode() != expected) {
        throw http.problem(path, response.statusCode(), body.text(64 * 1024));
      }
      for (List<ByteBuffer> buffers = body.next(); !buffers.isEmpty(); buffers = body.next()) {
        for (ByteBuffer buffer : buffers) {
          digest.update(buffer.duplicate());
          written += buffer.remaining();
          while (buffer.hasRemaining()) {
            out.write(buffer);
          }
        }
      }
    } catch (BodyReader.BrokenBody e) {
      throw http.network(path, String.valueOf(e.getMessage()), e);
    }
    if (written < file.sizeBytes()) {
      throw http.network(
          path,
          "ended after " + written + " of " + file.sizeBytes() + " bytes",
          new IOException("short body"));
    }
  }
}
