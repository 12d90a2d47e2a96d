package io.reelbus.standalone.command;

import io.reelbus.standalone.StoreAddress;
import io.reelbus.standalone.UsageException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach an S3 store. */
final class StoreOptions {

  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      description = "S3 endpoint, e.g. http://minio:9000.")
  @Nullable String endpoint;

  @Option(names = "--s3-access-key", paramLabel = "KEY", description = "S3 access key.")
  @Nullable String accessKey;

  @Option(
      names = "--s3-secret-key",
      paramLabel = "KEY",
      description = "S3 secret key; better given as the variable.")
  @Nullable String secretKey;

  @Option(
      names = "--s3-bucket",
      paramLabel = "NAME",
      defaultValue = "reelbus",
      description = "Bucket of the recordings (default: ${DEFAULT-VALUE}).")
  String bucket = "reelbus";

  @Option(
      names = "--s3-region",
      paramLabel = "NAME",
      defaultValue = "us-east-1",
      description = "S3 region (default: ${DEFAULT-VALUE}).")
  String region = "us-east-1";

  @Option(
      names = "--s3-part-size",
      paramLabel = "BYTES",
      defaultValue = "8388608",
      description = "Of multipart uploads, 5242880 to 536870912 (default: 8 MiB).")
  int partSize;

  /** Size of upload parts in bytes. */
  int partSizeBytes() {
    Checks.range("--s3-part-size", partSize, 5 << 20, 512 << 20);
    return partSize;
  }

  /** Whether both keys were given; one alone is refused. */
  boolean hasKeys() {
    if ((accessKey == null) != (secretKey == null)) {
      throw new UsageException(
          "--s3-access-key, --s3-secret-key: only one was given (expected: both or none)");
    }
    return accessKey != null;
  }

  /** The store named, if one was. */
  Optional<StoreAddress> address() {
    String url = endpoint;
    boolean keys = hasKeys();
    if (url == null) {
      return Optional.empty();
    }
    String access = accessKey;
    String secret = secretKey;
    if (!keys || access == null || secret == null) {
      throw new UsageException(
          "--s3-access-key, --s3-secret-key: missing (expected: both, with --s3-endpoint)");
    }
    return Optional.of(
        new StoreAddress(
            Checks.httpUrl("--s3-endpoint", url),
            access,
            secret,
            Checks.bucket("--s3-bucket", bucket),
            region,
            partSizeBytes()));
  }
}
