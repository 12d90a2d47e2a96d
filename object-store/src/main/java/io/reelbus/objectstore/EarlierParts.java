package io.reelbus.objectstore;

import io.minio.messages.Part;
import io.reelbus.model.MediaException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an earlier writer of the same object, killed or let go, has left in the store: the parts
 * that are there with the very same bytes need not be sent again. A part counts as the same when
 * its size and MD5 are; a store whose ETags are no MD5 (SSE-KMS) gets every part again.
 *
 * <p>The earlier writer may only be thought dead. What it still does to the upload is harmless: a
 * part it sends has the same bytes (I5), and a part with others (it is of another version) is found
 * out by the store, which is told the ETags, or by the read-back. When it completes or aborts the
 * upload, the next call fails, and the object is written anew.
 */
final class EarlierParts {

  /** Nothing is there. */
  static final EarlierParts NONE = new EarlierParts(null, List.of());

  private static final Logger log = LoggerFactory.getLogger(EarlierParts.class);

  /** A part in the store. */
  record StoredPart(int number, long sizeBytes, String etag) {}

  private final @Nullable String uploadId;
  private final Map<Integer, StoredPart> parts;

  EarlierParts(@Nullable String uploadId, List<StoredPart> parts) {
    this.uploadId = uploadId;
    this.parts =
        parts.stream()
            .collect(Collectors.toMap(StoredPart::number, Function.identity(), (a, b) -> b));
  }

  /** Takes over the key's unfinished upload with the most parts, and aborts all others. */
  static EarlierParts takeOver(String key, ObjectStore store, MultipartCalls calls) {
    Map<UnfinishedUpload, EarlierParts> found = new LinkedHashMap<>();
    for (UnfinishedUpload upload : store.unfinishedUploads(key)) {
      if (upload.key().equals(key)) {
        find(upload, calls, found);
      }
    }
    EarlierParts most =
        found.values().stream().max(Comparator.comparingInt(one -> one.parts.size())).orElse(NONE);
    found.forEach(
        (upload, one) -> {
          if (one != most) {
            store.abort(upload);
          }
        });
    if (most != NONE) {
      log.info("{}: goes on with an upload of which {} parts are there", key, most.parts.size());
    }
    return most;
  }

  private static void find(
      UnfinishedUpload upload, MultipartCalls calls, Map<UnfinishedUpload, EarlierParts> found) {
    try {
      found.put(upload, new EarlierParts(upload.uploadId(), calls.parts(upload)));
    } catch (MediaException e) {
      if (!e.name().equals("InvalidStateError")) { // else it is gone since it was listed
        throw e;
      }
    }
  }

  /** The upload to go on with; null when there is none. */
  @Nullable String uploadId() {
    return uploadId;
  }

  /**
   * The part as it is in the store, with its MD5 for an ETag; null when it is not there, or with
   * other bytes.
   */
  @Nullable Part same(int number, byte[] data, int length) {
    StoredPart there = parts.get(number);
    if (there == null || there.sizeBytes != length) {
      return null;
    }
    String md5 = Digests.md5Hex(data, length);
    return there.etag.equalsIgnoreCase(md5) ? new Part(number, md5) : null;
  }
}
