package io.reelbus.objectstore.embedded;

import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/** S3 over a folder: a bucket is a folder, an object a file a person can open. */
public final class EmbeddedS3 implements AutoCloseable {

  private final S3Proxy proxy;
  private final FilesystemNio2BlobStore files;
  private final URI endpoint;
  private final Path folder;

  private EmbeddedS3(S3Proxy proxy, FilesystemNio2BlobStore files, URI endpoint, Path folder) {
    this.folder = folder;
    this.proxy = proxy;
    this.files = files;
    this.endpoint = endpoint;
  }

  /**
   * Starts serving {@code folder}, which is created when missing and keeps what it has.
   *
   * @param port TCP port on the loopback interface, 0 for any
   * @throws MediaException {@code NotReadableError} when the folder or port cannot be used
   */
  public static EmbeddedS3 start(Path folder, int port, String accessKey, String secretKey) {
    return start(folder, "127.0.0.1", port, accessKey, secretKey);
  }

  /** The same on another address, for workers on other machines. */
  public static EmbeddedS3 start(
      Path folder, String host, int port, String accessKey, String secretKey) {
    try {
      Files.createDirectories(folder);
      OrphanParts.sweep(folder);
      // Below a relative path it knows its own multipart uploads no more: NoSuchUpload.
      FilesystemNio2BlobStore files =
          new FilesystemNio2BlobStore(folder.toAbsolutePath().normalize().toString());
      S3Proxy proxy =
          S3Proxy.builder()
              .blobStore(files)
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, accessKey, secretKey)
              .endpoint(URI.create("http://" + host + ":" + port))
              .v4MaxNonChunkedRequestSize(1L << 30)
              .stopTimeout(0)
              .build();
      proxy.start();
      URI endpoint = URI.create("http://" + host + ":" + proxy.getPort());
      return new EmbeddedS3(proxy, files, endpoint, folder);
    } catch (Exception e) { // Jetty's start declares nothing narrower
      throw failed(folder, port, e);
    }
  }

  private static MediaException failed(Path folder, int port, Exception cause) {
    return new MediaException(
        "NotReadableError",
        Next.STOP,
        "embedded store on port " + port + ", folder " + folder + ": " + cause.getMessage(),
        cause);
  }

  /** Where it listens, e.g. {@code http://127.0.0.1:9000}. */
  public URI endpoint() {
    return endpoint;
  }

  /**
   * Bytes that completing all uploads that are under way would still take of the disk, before their
   * parts go. Looks at the files; any thread.
   *
   * @throws UncheckedIOException when the folder cannot be read
   */
  public long unfinishedBytes() {
    try {
      return UnfinishedFiles.bytes(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops serving; the files stay. */
  @Override
  public void close() {
    try {
      proxy.stop();
      files.close();
    } catch (Exception e) {
      throw new MediaException("OperationError", Next.STOP, "embedded store: " + e.getMessage(), e);
    }
  }
}
