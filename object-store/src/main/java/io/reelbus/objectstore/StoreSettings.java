package io.reelbus.objectstore;

import java.net.URI;
import java.time.Duration;

/**
 * Where the archive is and how patient to be with it.
 *
 * @param endpoint S3 endpoint, e.g. {@code https://s3.eu-central-1.amazonaws.com}
 * @param accessKey access key id
 * @param secretKey secret; never printed
 * @param bucket bucket of the archive
 * @param region signing region; setting it saves a lookup
 * @param partSizeBytes size of upload part 1, kept in memory so that a container's head can be
 *     patched; at least 5 MiB, the S3 minimum
 * @param retryDeadline how long one call is tried again before it fails with RETRY
 * @param callTimeout longest wait for one attempt, and for silence on an open connection
 */
public record StoreSettings(
    URI endpoint,
    String accessKey,
    String secretKey,
    String bucket,
    String region,
    int partSizeBytes,
    Duration retryDeadline,
    Duration callTimeout) {

  /** Smallest part S3 accepts (but for the last): 5 MiB. */
  public static final int MIN_PART_BYTES = 5 << 20;

  /** Checks the ranges. */
  public StoreSettings {
    if (partSizeBytes < MIN_PART_BYTES || partSizeBytes > 1 << 30) {
      throw new IllegalArgumentException(
          "partSizeBytes: " + partSizeBytes + " (expected: 5 MiB to 1 GiB)");
    }
    if (retryDeadline.isNegative() || callTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "retryDeadline, callTimeout: "
              + retryDeadline
              + ", "
              + callTimeout
              + " (expected: >= 0, >= 1 ms)");
    }
  }

  /** Defaults: {@code us-east-1}, 5 MiB parts, one minute of retries, 30 s per attempt. */
  public static StoreSettings of(URI endpoint, String accessKey, String secretKey, String bucket) {
    return new StoreSettings(
        endpoint,
        accessKey,
        secretKey,
        bucket,
        "us-east-1",
        MIN_PART_BYTES,
        Duration.ofSeconds(60),
        Duration.ofSeconds(30));
  }

  /** The same with another patience. */
  public StoreSettings withRetryDeadline(Duration deadline) {
    return new StoreSettings(
        endpoint, accessKey, secretKey, bucket, region, partSizeBytes, deadline, callTimeout);
  }

  /** The same with another region. */
  public StoreSettings withRegion(String newRegion) {
    return new StoreSettings(
        endpoint,
        accessKey,
        secretKey,
        bucket,
        newRegion,
        partSizeBytes,
        retryDeadline,
        callTimeout);
  }

  /** Everything but the secret. */
  @Override
  public String toString() {
    return "StoreSettings[endpoint="
        + endpoint
        + ", accessKey="
        + accessKey
        + ", secretKey=***, bucket="
        + bucket
        + ", region="
        + region
        + ", partSizeBytes="
        + partSizeBytes
        + ", retryDeadline="
        + retryDeadline
        + ", callTimeout="
        + callTimeout
        + "]";
  }
}
