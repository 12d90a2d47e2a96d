package io.reelbus.objectstore;

import io.minio.AbortMultipartUploadArgs;
import io.minio.BucketExistsArgs;
import io.minio.CreateBucketArgs;
import io.minio.GetObjectArgs;
import io.minio.HeadBucketArgs;
import io.minio.Http;
import io.minio.ListMultipartUploadsArgs;
import io.minio.ListObjectsV2Args;
import io.minio.MinioAsyncClient;
import io.minio.PutObjectAPIArgs;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.messages.ListBucketResultV2;
import io.minio.messages.ListMultipartUploadsResult;
import io.reelbus.model.MediaException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Dispatcher;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * One bucket of an S3 store.
 *
 * <p>Safe for use by many threads. Calls block until the store answered, at most for the settings'
 * retry deadline, then throw a {@code MediaException}: {@code NetworkError} (RETRY) when the store
 * was not reachable, {@code NotFoundError}, {@code NotAllowedError} or {@code OperationError}
 * (STOP) when it refused.
 */
public final class ObjectStore implements AutoCloseable {

  private static final int PAGE = 1000;

  private final StoreSettings settings;
  private final MinioAsyncClient client;
  private final OkHttpClient http;
  private final Retries retries;
  private final ExecutorService uploads;

  private ObjectStore(StoreSettings settings) {
    this.settings = settings;
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(64);
    dispatcher.setMaxRequestsPerHost(64); // there is only one host; the default of 5 would starve
    this.http =
        new OkHttpClient.Builder()
            .dispatcher(dispatcher)
            .connectTimeout(Duration.ofSeconds(5))
            .readTimeout(settings.callTimeout())
            .writeTimeout(settings.callTimeout())
            .retryOnConnectionFailure(true)
            .build();
    this.client =
        MinioAsyncClient.builder()
            .endpoint(settings.endpoint().toString())
            .region(settings.region())
            .credentials(settings.accessKey(), settings.secretKey())
            .httpClient(http)
            .build();
    this.retries = new Retries(settings.retryDeadline(), settings.callTimeout());
    AtomicInteger number = new AtomicInteger();
    this.uploads =
        Executors.newCachedThreadPool( // one task per open upload at most
            task -> {
              Thread thread = new Thread(task, "reelbus-store-upload-" + number.getAndIncrement());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Makes the client; nothing is sent yet. */
  public static ObjectStore connect(StoreSettings settings) {
    return new ObjectStore(settings);
  }

  /** Settings in effect. */
  public StoreSettings settings() {
    return settings;
  }

  /** Creates the bucket when it is missing. */
  public void ensureBucket() {
    String bucket = settings.bucket();
    boolean there =
        retries.call(
            "bucket " + bucket,
            () -> client.bucketExists(BucketExistsArgs.builder().bucket(bucket).build()));
    if (there) {
      return;
    }
    try {
      retries.call(
          "create bucket " + bucket,
          () -> client.createBucket(CreateBucketArgs.builder().bucket(bucket).build()));
    } catch (MediaException e) {
      if (!String.valueOf(e.getMessage()).contains("BucketAlready")) { // another role was faster
        throw e;
      }
    }
  }

  /**
   * Begins a file. Nothing is visible under {@code key} until {@link StreamingUpload#complete}.
   *
   * @param contentType MIME type for downloads
   */
  public StreamingUpload upload(String key, String contentType) {
    return new StreamingUpload(key, contentType, this, multipart(), uploads, EarlierParts.NONE);
  }

  /**
   * The same for a file that someone may have begun and not finished: parts that are in the store
   * with the same bytes are not sent again, and of other beginnings nothing is left. Whoever still
   * writes the key must write the same bytes; see {@link StreamingUpload#leave}.
   */
  public StreamingUpload uploadAgain(String key, String contentType) {
    MultipartCalls calls = multipart();
    return new StreamingUpload(
        key, contentType, this, calls, uploads, EarlierParts.takeOver(key, this, calls));
  }

  private MultipartCalls multipart() {
    return new MultipartCalls(client, settings, retries);
  }

  /** Size of an object; null when there is none. */
  public @Nullable StoredObject stat(String key) {
    try {
      StatObjectResponse stat =
          retries.call(
              "stat " + key,
              () ->
                  client.statObject(
                      StatObjectArgs.builder().bucket(settings.bucket()).object(key).build()));
      return new StoredObject(key, stat.size(), "", us(stat.lastModified()));
    } catch (MediaException e) {
      if (e.name().equals("NotFoundError")) {
        return null;
      }
      throw e;
    }
  }

  /**
   * Bytes {@code [fromByte, toByteExclusive)} of an object, as a stream that reconnects when the
   * network fails midway. The caller closes it.
   *
   * @param toByteExclusive at most the object's size
   */
  public InputStream read(String key, long fromByte, long toByteExclusive) {
    if (fromByte < 0 || toByteExclusive < fromByte) {
      throw new IllegalArgumentException(
          "range: [" + fromByte + ", " + toByteExclusive + ") (expected: 0 <= from <= to)");
    }
    if (fromByte == toByteExclusive) {
      return InputStream.nullInputStream();
    }
    return new ResumingInput(
        fromByte,
        toByteExclusive,
        settings.retryDeadline(),
        (from, to) ->
            retries.call(
                "read " + key,
                () ->
                    client.getObject(
                        GetObjectArgs.builder()
                            .bucket(settings.bucket())
                            .object(key)
                            .offset(from)
                            .length(to - from)
                            .build())));
  }

  /** Writes a small object in one request, replacing what was there. */
  public StoredObject put(String key, byte[] bytes, String contentType) {
    retries.call(
        "put " + key,
        () ->
            client.putObject(
                PutObjectAPIArgs.builder()
                    .bucket(settings.bucket())
                    .object(key)
                    .contentType(MediaType.parse(contentType))
                    .data(bytes, bytes.length)
                    .headers(
                        new Http.Headers("Content-MD5", Digests.md5Base64(bytes, bytes.length)))
                    .build()));
    return new StoredObject(key, bytes.length, Digests.sha256Hex(bytes, bytes.length), 0);
  }

  /** All objects whose keys begin with {@code prefix}, in key order. */
  public List<StoredObject> list(String prefix) {
    List<StoredObject> all = new ArrayList<>();
    String after = "";
    while (true) {
      List<StoredObject> page = list(prefix, after, PAGE);
      all.addAll(page);
      if (page.size() < PAGE) {
        return List.copyOf(all);
      }
      after = page.get(page.size() - 1).key();
    }
  }

  /**
   * One page of {@link #list(String)}.
   *
   * @param afterKey give keys behind this one; empty for the first page
   * @param limit 1 to 1000; fewer come only on the last page
   */
  public List<StoredObject> list(String prefix, String afterKey, int limit) {
    ListBucketResultV2 page =
        retries
            .call(
                "list " + prefix,
                () ->
                    client.listObjectsV2(
                        ListObjectsV2Args.builder()
                            .bucket(settings.bucket())
                            .prefix(prefix)
                            .startAfter(afterKey.isEmpty() ? null : afterKey)
                            .maxKeys(limit)
                            .build()))
            .result();
    return page.contents().stream()
        .map(item -> new StoredObject(item.objectName(), item.size(), "", us(item.lastModified())))
        .toList();
  }

  /** Deletes an object; it is no error when there is none. */
  public void delete(String key) {
    retries.call(
        "delete " + key,
        () ->
            client.removeObject(
                RemoveObjectArgs.builder().bucket(settings.bucket()).object(key).build()));
  }

  /** Uploads under {@code prefix} that were neither completed nor aborted. */
  public List<UnfinishedUpload> unfinishedUploads(String prefix) {
    List<UnfinishedUpload> all = new ArrayList<>();
    String keyMarker = null;
    String idMarker = null;
    while (true) {
      ListMultipartUploadsArgs args =
          ListMultipartUploadsArgs.builder()
              .bucket(settings.bucket())
              .prefix(prefix)
              .keyMarker(keyMarker)
              .uploadIdMarker(idMarker)
              .build();
      ListMultipartUploadsResult page =
          retries.call("uploads " + prefix, () -> client.listMultipartUploads(args)).result();
      page.uploads().stream()
          .filter(u -> u.objectName().startsWith(prefix))
          .map(u -> new UnfinishedUpload(u.objectName(), u.uploadId(), us(u.initiated())))
          .forEach(all::add);
      if (!page.isTruncated() || page.nextKeyMarker() == null) {
        return List.copyOf(all);
      }
      keyMarker = page.nextKeyMarker();
      idMarker = page.nextUploadIdMarker();
    }
  }

  /**
   * Throws away the parts of every unfinished upload under {@code prefix}; how many there were.
   * Whoever still writes one of them fails at its next call, so use it only for keys you own.
   */
  public int abortUnfinished(String prefix) {
    List<UnfinishedUpload> found = unfinishedUploads(prefix);
    for (UnfinishedUpload upload : found) {
      abort(upload);
    }
    return found.size();
  }

  /** Throws the parts of an upload away; nothing happens when it is gone. */
  public void abort(UnfinishedUpload upload) {
    try {
      retries.call(
          "abort upload of " + upload.key(),
          () ->
              client.abortMultipartUpload(
                  AbortMultipartUploadArgs.builder()
                      .bucket(settings.bucket())
                      .object(upload.key())
                      .uploadId(upload.uploadId())
                      .build()));
    } catch (MediaException e) {
      if (!e.name().equals("InvalidStateError")) { // already gone: what was wanted
        throw e;
      }
    }
  }

  /** Whether the bucket answers now; tried once. */
  public Health check() {
    try {
      new Retries(Duration.ZERO, Duration.ofSeconds(5))
          .call(
              "bucket " + settings.bucket(),
              () -> client.headBucket(HeadBucketArgs.builder().bucket(settings.bucket()).build()));
      return new Health(true, settings.endpoint() + " bucket " + settings.bucket());
    } catch (MediaException e) {
      return new Health(false, String.valueOf(e.getMessage()));
    }
  }

  private static long us(@Nullable ZonedDateTime time) {
    return time == null ? 0 : ChronoUnit.MICROS.between(Instant.EPOCH, time.toInstant());
  }

  /** Ends idle connections. Open uploads are left unfinished in the store. */
  @Override
  public void close() {
    uploads.shutdownNow();
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
