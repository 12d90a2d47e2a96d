package io.reelbus.objectstore;

import io.minio.CompleteMultipartUploadArgs;
import io.minio.CreateMultipartUploadArgs;
import io.minio.Http;
import io.minio.ListPartsArgs;
import io.minio.MinioAsyncClient;
import io.minio.UploadPartArgs;
import io.minio.messages.ListPartsResult;
import io.minio.messages.Part;
import io.reelbus.model.MediaException;
import io.reelbus.objectstore.EarlierParts.StoredPart;
import java.util.ArrayList;
import java.util.List;

/** The S3 multipart requests, retried. */
final class MultipartCalls {

  private final MinioAsyncClient client;
  private final StoreSettings settings;
  private final Retries retries;

  MultipartCalls(MinioAsyncClient client, StoreSettings settings, Retries retries) {
    this.client = client;
    this.settings = settings;
    this.retries = retries;
  }

  int partSizeBytes() {
    return settings.partSizeBytes();
  }

  /** Begins an upload; its id. */
  String create(String key, String contentType) {
    return retries
        .call(
            "begin upload of " + key,
            () ->
                client.createMultipartUpload(
                    CreateMultipartUploadArgs.builder()
                        .bucket(settings.bucket())
                        .object(key)
                        .headers(new Http.Headers("Content-Type", contentType))
                        .build()))
        .result()
        .uploadId();
  }

  /** Sends a part, replacing an earlier one of the same number; its ETag. */
  Part send(String key, String uploadId, int number, byte[] data, int length, String sha256) {
    // With a digest of our own the SDK adds no x-amz-checksum headers, which S3 refuses on an
    // upload that was begun without them.
    Http.Headers headers =
        new Http.Headers(
            "Content-MD5", Digests.md5Base64(data, length), "x-amz-content-sha256", sha256);
    UploadPartArgs args =
        UploadPartArgs.builder()
            .bucket(settings.bucket())
            .object(key)
            .uploadId(uploadId)
            .partNumber(number)
            .data(data, length)
            .headers(headers)
            .build();
    String etag =
        retries
            .call("send part " + number + " of " + key, () -> client.uploadPart(args))
            .part()
            .etag();
    return new Part(number, etag);
  }

  /** The parts of an upload that are in the store, by number. */
  List<StoredPart> parts(UnfinishedUpload upload) {
    List<StoredPart> all = new ArrayList<>();
    Integer marker = null;
    while (true) {
      ListPartsArgs args =
          ListPartsArgs.builder()
              .bucket(settings.bucket())
              .object(upload.key())
              .uploadId(upload.uploadId())
              .partNumberMarker(marker)
              .build();
      ListPartsResult page =
          retries.call("parts of " + upload.key(), () -> client.listParts(args)).result();
      page.parts().forEach(part -> all.add(stored(part)));
      if (!page.isTruncated() || page.parts().isEmpty()) {
        return all;
      }
      marker = page.parts().get(page.parts().size() - 1).partNumber();
    }
  }

  private static StoredPart stored(Part part) {
    String etag;
    try {
      etag = part.etag();
    } catch (NullPointerException e) { // the SDK's way to say that the store told none
      etag = "";
    }
    return new StoredPart(part.partNumber(), part.partSize(), etag);
  }

  /**
   * Joins the parts. When the store says the upload is unknown, an earlier attempt may have joined
   * them and only its answer was lost: the read-back that follows decides.
   */
  void complete(String key, String uploadId, List<Part> parts) {
    int[] attempts = {0};
    try {
      retries.call(
          "complete upload of " + key,
          () -> {
            attempts[0]++;
            return client.completeMultipartUpload(
                CompleteMultipartUploadArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .uploadId(uploadId)
                    .parts(parts.toArray(new Part[0]))
                    .maxRetries(0) // ours have the deadline
                    .build());
          });
    } catch (MediaException e) {
      if (!e.name().equals("InvalidStateError") || attempts[0] == 1) {
        throw e;
      }
    }
  }
}
