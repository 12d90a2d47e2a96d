package io.reelbus.objectstore;

import io.minio.messages.Part;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Writes one object of unknown length, front to back, without a disk.
 *
 * <p>Part 1 stays in memory and goes last, so a container may still {@link #patch} its head; an
 * object that fits into part 1 goes in one request. Memory is bounded by part 1, the part being
 * filled and one part under way; when both are full, {@link #write} waits for the store.
 *
 * <p>Parts grow with their number (S3 allows 10,000), so that the longest object is about 270 GiB
 * with 5 MiB parts.
 *
 * <p>Call order: {@code write} and {@code patch} as often as wanted, then {@code complete} or
 * {@code abort}. For one thread. After an exception only {@code abort} may be called; with RETRY
 * the whole object can be written anew.
 */
public final class StreamingUpload implements AutoCloseable {

  private static final int MAX_PARTS = 10_000;
  private static final int PARTS_PER_SIZE = 1_000;
  private static final int FIRST_HEAD_BYTES = 1 << 16;

  /** What was sent, for comparing with what is read back. */
  record SentPart(int length, String sha256) {}

  private enum State {
    OPEN,
    COMPLETED,
    ABORTED
  }

  private final String key;
  private final String contentType;
  private final ObjectStore store;
  private final MultipartCalls calls;
  private final ExecutorService sender;

  private byte[] head = new byte[FIRST_HEAD_BYTES]; // grows to part 1: most files are small
  private int headLength;
  private byte[] current = new byte[0];
  private byte[] spare = new byte[0];
  private int currentLength;
  private long length;
  private @Nullable String uploadId;
  private final List<Part> parts = new ArrayList<>(); // from part 2
  private final List<SentPart> sent = new ArrayList<>(); // from part 2
  private @Nullable Future<Part> underWay;
  private State state = State.OPEN;

  StreamingUpload(
      String key,
      String contentType,
      ObjectStore store,
      MultipartCalls calls,
      ExecutorService sender) {
    this.key = key;
    this.contentType = contentType;
    this.store = store;
    this.calls = calls;
    this.sender = sender;
  }

  /** Bytes written so far. */
  public long length() {
    return length;
  }

  /** Appends what remains in {@code bytes}, which is free again afterwards. */
  public void write(ByteBuffer bytes) {
    requireOpen();
    while (bytes.hasRemaining()) {
      if (headLength < calls.partSizeBytes()) {
        if (headLength == head.length) {
          head = Arrays.copyOf(head, Math.min(2 * head.length, calls.partSizeBytes()));
        }
        int count = Math.min(bytes.remaining(), head.length - headLength);
        bytes.get(head, headLength, count);
        headLength += count;
        length += count;
        continue;
      }
      if (current.length == 0) {
        current = new byte[partSize(sent.size() + 2)];
      }
      int count = Math.min(bytes.remaining(), current.length - currentLength);
      bytes.get(current, currentLength, count);
      currentLength += count;
      length += count;
      if (currentLength == current.length) {
        sendCurrent();
      }
    }
  }

  /**
   * Overwrites bytes already written.
   *
   * @param offset in the object; the bytes must lie within part 1 and within what was written
   */
  public void patch(long offset, byte[] bytes) {
    requireOpen();
    if (offset < 0 || offset + bytes.length > headLength) {
      throw new IllegalArgumentException(
          "patch: ["
              + offset
              + ", "
              + (offset + bytes.length)
              + ") (expected: within [0, "
              + headLength
              + "))");
    }
    System.arraycopy(bytes, 0, head, (int) offset, bytes.length);
  }

  /**
   * Makes the object visible, reads it back and compares it with what was sent.
   *
   * @return size and SHA-256 of the object as read from the store
   * @throws MediaException {@code DataError} (RETRY) when the store gives back other bytes
   */
  public StoredObject complete() {
    return complete(List.of()).object();
  }

  /**
   * As {@link #complete()}, with the digests of ranges that lie end to end from byte 0.
   *
   * @param ends where the ranges end, rising
   */
  public CheckedObject complete(List<Long> ends) {
    requireOpen();
    String headSha256 = Digests.sha256Hex(head, headLength);
    List<SentPart> expected = new ArrayList<>();
    if (sent.isEmpty() && currentLength == 0) {
      store.put(key, Arrays.copyOf(head, headLength), contentType);
      expected.add(new SentPart(headLength, headSha256));
    } else {
      if (currentLength > 0) {
        sendCurrent();
      }
      awaitUnderWay();
      String id = openUpload();
      List<Part> all = new ArrayList<>();
      all.add(calls.send(key, id, 1, head, headLength, headSha256));
      all.addAll(parts);
      calls.complete(key, id, all);
      expected.add(new SentPart(headLength, headSha256));
      expected.addAll(sent);
    }
    CheckedObject stored = ReadBack.verify(store, key, expected, ends);
    state = State.COMPLETED;
    return stored;
  }

  /** Throws the parts away; nothing is left in the store. Does nothing after {@code complete}. */
  public void abort() {
    if (state != State.OPEN) {
      return;
    }
    state = State.ABORTED;
    Future<Part> pending = underWay;
    underWay = null;
    if (pending != null) {
      pending.cancel(true);
    }
    if (uploadId != null) {
      store.abort(new UnfinishedUpload(key, uploadId, 0));
    }
  }

  /** Same as {@link #abort}. */
  @Override
  public void close() {
    abort();
  }

  private void sendCurrent() {
    awaitUnderWay();
    int number = sent.size() + 2;
    if (number > MAX_PARTS) {
      throw new MediaException(
          "QuotaExceededError", Next.STOP, key + ": part " + number + " (expected: <= 10000)");
    }
    String id = openUpload();
    byte[] data = current;
    int count = currentLength;
    String sha256 = Digests.sha256Hex(data, count);
    sent.add(new SentPart(count, sha256));
    underWay = sender.submit(() -> calls.send(key, id, number, data, count, sha256));
    int next = partSize(number + 1);
    current = spare.length == next ? spare : new byte[next];
    spare = data; // free again after awaitUnderWay
    currentLength = 0;
  }

  private void awaitUnderWay() {
    Future<Part> pending = underWay;
    if (pending == null) {
      return;
    }
    try {
      parts.add(pending.get()); // bounded: every call in it has a deadline
      underWay = null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", Next.RETRY, key + ": interrupted", e);
    } catch (ExecutionException e) {
      underWay = null;
      if (e.getCause() instanceof MediaException media) {
        throw new MediaException(media.name(), media.next(), media.getMessage(), media);
      }
      throw new MediaException("OperationError", Next.STOP, key + ": " + e.getCause(), e);
    }
  }

  private String openUpload() {
    String id = uploadId;
    if (id == null) {
      id = calls.create(key, contentType);
      uploadId = id;
    }
    return id;
  }

  private int partSize(int number) {
    long size = (long) calls.partSizeBytes() * (1 + (number - 1) / PARTS_PER_SIZE);
    return (int) Math.min(size, 1 << 30);
  }

  private void requireOpen() {
    if (state != State.OPEN) {
      throw new IllegalStateException("upload of " + key + ": " + state + " (expected: OPEN)");
    }
  }
}
