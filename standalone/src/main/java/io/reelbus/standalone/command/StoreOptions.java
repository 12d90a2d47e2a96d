package io.reelbus.standalone.command;

import io.reelbus.objectstore.StoreSettings;
import io.reelbus.standalone.KeyPair;
import io.reelbus.standalone.UsageException;
import java.net.URI;
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
  int partSize = 8 << 20;

  /** The store named, if one was. */
  Optional<StoreSettings> named() {
    String url = endpoint;
    Optional<KeyPair> keys = keys();
    if (url == null) {
      return Optional.empty();
    }
    if (keys.isEmpty()) {
      throw new UsageException(
          "--s3-access-key, --s3-secret-key: missing (expected: both, with --s3-endpoint)");
    }
    return Optional.of(settings(Checks.httpUrl("--s3-endpoint", url), keys.get()));
  }

  /** The store named; {@code why} there must be one, for the message. */
  StoreSettings required(String why) {
    return named()
        .orElseThrow(
            () -> new UsageException("--s3-endpoint: missing (expected: a URL " + why + ")"));
  }

  /** The same settings for a store somewhere else. */
  StoreSettings settings(URI at, KeyPair keys) {
    Checks.range("--s3-part-size", partSize, StoreSettings.MIN_PART_BYTES, 512 << 20);
    StoreSettings defaults =
        StoreSettings.of(
            at, keys.accessKey(), keys.secretKey(), Checks.bucket("--s3-bucket", bucket));
    return new StoreSettings(
        at,
        defaults.accessKey(),
        defaults.secretKey(),
        defaults.bucket(),
        region,
        partSize,
        defaults.retryDeadline(),
        defaults.callTimeout());
  }

  /** The keys given; one alone is refused. */
  Optional<KeyPair> keys() {
    String access = accessKey;
    String secret = secretKey;
    if ((access == null) != (secret == null)) {
      throw new UsageException(
          "--s3-access-key, --s3-secret-key: only one was given (expected: both or none)");
    }
    return access == null || secret == null
        ? Optional.empty()
        : Optional.of(new KeyPair(access, secret));
  }
}
