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
 * <p>Call order: {@code write} and {@code patch} as often as wanted, then {@code complete}, {@code
 * leave} or {@code abort}. For one thread. After an exception only the last two may be called; the
 * whole object can then be written anew, by {@link ObjectStore#uploadAgain} without sending again
 * what is there.
 */
public final class StreamingUpload implements AutoCloseable {

  private static final int MAX_PARTS = 10_000;
  private static final int PARTS_PER_SIZE = 1_000;
  private static final int FIRST_HEAD_BYTES = 1 << 16;

  /**
   * What was sent, for comparing with what is read back.
   *
   * @param algorithm of the digest, as Java names it
   */
  record SentPart(int length, String algorithm, String digest) {

    static SentPart sha256(int length, String digest) {
      return new SentPart(length, "SHA-256", digest);
    }
  }

  /** A part that is in the store. */
  private record Done(Part part, SentPart sent) {}

  private enum State {
    OPEN,
    COMPLETED,
    ABORTED,
    LEFT
  }

  private final String key;
  private final String contentType;
  private final ObjectStore store;
  private final MultipartCalls calls;
  private final ExecutorService sender;
  private final EarlierParts earlier;

  private byte[] head = new byte[FIRST_HEAD_BYTES]; // grows to part 1: most files are small
  private int headLength;
  private byte[] current = new byte[0];
  private byte[] spare = new byte[0];
  private int currentLength;
  private long length;
  private @Nullable String uploadId;
  private int begun; // parts from part 2 on, the one under way included
  private final List<Done> done = new ArrayList<>(); // from part 2
  private @Nullable Future<Done> underWay;
  private State state = State.OPEN;

  StreamingUpload(
      String key,
      String contentType,
      ObjectStore store,
      MultipartCalls calls,
      ExecutorService sender,
      EarlierParts earlier) {
    this.key = key;
    this.contentType = contentType;
    this.store = store;
    this.calls = calls;
    this.sender = sender;
    this.earlier = earlier;
    this.uploadId = earlier.uploadId();
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
        current = new byte[partSize(begun + 2)];
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
    List<SentPart> expected = new ArrayList<>();
    if (begun == 0 && currentLength == 0) {
      store.put(key, Arrays.copyOf(head, headLength), contentType);
      abortUpload();
      expected.add(SentPart.sha256(headLength, Digests.sha256Hex(head, headLength)));
    } else {
      if (currentLength > 0) {
        sendCurrent();
      }
      awaitUnderWay();
      String id = openUpload();
      done.add(0, send(id, 1, head, headLength));
      calls.complete(key, id, done.stream().map(Done::part).toList());
      done.forEach(one -> expected.add(one.sent));
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
    end(State.ABORTED);
    abortUpload();
  }

  /**
   * Ends without the object; the parts stay in the store for whoever writes this key next by {@link
   * ObjectStore#uploadAgain}. Sends nothing. Does nothing after {@code complete}.
   */
  public void leave() {
    if (state == State.OPEN) {
      end(State.LEFT);
    }
  }

  private void end(State how) {
    state = how;
    Future<Done> pending = underWay;
    underWay = null;
    if (pending != null) {
      pending.cancel(true);
    }
  }

  private void abortUpload() {
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
    NativeDigests.install(); // an object of many parts; most are small, and do without
    awaitUnderWay();
    int number = begun + 2;
    if (number > MAX_PARTS) {
      throw new MediaException(
          "QuotaExceededError", Next.STOP, key + ": part " + number + " (expected: <= 10000)");
    }
    String id = openUpload();
    byte[] data = current;
    int count = currentLength;
    begun++;
    underWay = sender.submit(() -> send(id, number, data, count));
    int next = partSize(number + 1);
    current = spare.length == next ? spare : new byte[next];
    spare = data; // free again after awaitUnderWay
    currentLength = 0;
  }

  /** For any thread. */
  private Done send(String id, int number, byte[] data, int count) {
    Part there = earlier.same(number, data, count);
    if (there != null) {
      return new Done(there, new SentPart(count, "MD5", there.etag()));
    }
    String sha256 = Digests.sha256Hex(data, count);
    return new Done(
        calls.send(key, id, number, data, count, sha256), SentPart.sha256(count, sha256));
  }

  private void awaitUnderWay() {
    Future<Done> pending = underWay;
    if (pending == null) {
      return;
    }
    try {
      done.add(pending.get()); // bounded: every call in it has a deadline
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
