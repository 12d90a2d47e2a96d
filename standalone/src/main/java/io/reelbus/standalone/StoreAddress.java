package io.reelbus.standalone;

import java.net.URI;

/**
 * An S3 store that is not ours.
 *
 * @param endpoint http or https
 * @param accessKey key pair's public half
 * @param secretKey key pair's secret half, never printed
 * @param bucket of the recordings
 * @param region S3 region
 * @param partSizeBytes of multipart uploads, at least 5 MiB
 */
public record StoreAddress(
    URI endpoint,
    String accessKey,
    String secretKey,
    String bucket,
    String region,
    int partSizeBytes) {

  @Override
  public String toString() {
    return endpoint + "/" + bucket + " (access key " + accessKey + ", secret key ***)";
  }
}
