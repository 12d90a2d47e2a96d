package io.reelbus.assembler;

import io.reelbus.bus.BlobPublisher;
import io.reelbus.bus.LedgerPublisher;
import io.reelbus.ffmpeg.MuxerTail;
import io.reelbus.ffmpeg.Patch;
import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.Container;
import io.reelbus.model.Lane;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.MediaException;
import io.reelbus.model.MediaException.Next;
import io.reelbus.model.MimeType;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.model.TrackFormat;
import io.reelbus.objectstore.ArchiveLayout;
import io.reelbus.objectstore.CheckedObject;
import io.reelbus.objectstore.Manifest;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoredObject;
import io.reelbus.objectstore.StreamingUpload;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one file: each slice becomes a blob on the bus and bytes in the upload; at the end the
 * head is patched, the file verified, the manifest put beside it and {@code FileStored} published.
 *
 * <p>Call order: {@link #write} per slice, then {@link #finish}, or {@link #leave} or {@link #drop}
 * at any time. After an exception only the last two may be called; the whole file can then be
 * written anew, to the same keys. For one thread at a time.
 */
final class FileWriter {

  /** Where the bytes and events go. */
  record Outlets(
      ObjectStore store, BlobPublisher blobs, LedgerPublisher ledger, FileMuxer.Factory muxers) {}

  private static final Logger log = LoggerFactory.getLogger(FileWriter.class);
  private static final long PUBLISH_DEADLINE_S = 120;
  private static final int PUBLISHES_UNDER_WAY = 8;
  private static final long MATROSKA_TICK_US = 1000;

  /** The muxer refused the media: the same would happen each time. */
  static final class MuxFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MuxFailure(MediaException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** A blob under way and the line that names it once its place is known. */
  private record Pending(CompletionStage<BlobPlace> blob, Function<BlobPlace, BlobMade> line) {}

  private final RecordingSpec spec;
  private final MimeType mimeType;
  private final Outlets outlets;
  private final List<@Nullable TrackFormat> formats;
  private final String key;
  private final String manifestKey;
  private final SliceLedger ledger;
  private final List<Manifest.Slice> slices = new ArrayList<>();
  private final Deque<Pending> pending = new ArrayDeque<>();
  private int durableBlobs;
  private final @Nullable SliceMuxer muxer; // null when no track has media
  private final @Nullable StreamingUpload upload;

  /**
   * Begins the file. Of what an earlier attempt left unfinished in the store, parts with the same
   * bytes are not sent again.
   *
   * @param formats by track; null for a track without media
   * @param durableBlobs how many blobs an earlier attempt has published; the same bytes are not
   *     sent again (I5)
   * @param anew true to throw away what is in the store: something is wrong with it
   */
  FileWriter(
      RecordingSpec spec,
      List<@Nullable TrackFormat> formats,
      Outlets outlets,
      int durableBlobs,
      boolean anew) {
    this.spec = spec;
    this.mimeType = MimeType.parse(spec.mimeType());
    this.outlets = outlets;
    this.formats = formats;
    this.durableBlobs = durableBlobs;
    this.key = ArchiveLayout.fileKey(spec, mimeType.container());
    this.manifestKey = ArchiveLayout.manifestKey(spec);
    this.ledger = new SliceLedger(formats);
    boolean hasMedia = formats.stream().anyMatch(f -> f != null);
    if (hasMedia) {
      ObjectStore store = outlets.store();
      if (anew) {
        store.abortUnfinished(key);
      }
      upload = anew ? store.upload(key, contentType()) : store.uploadAgain(key, contentType());
      muxer =
          muxing(() -> new SliceMuxer(mimeType.container(), formats, stepUs(), outlets.muxers()));
    } else {
      muxer = null;
      upload = null;
    }
  }

  /**
   * Behind a pause, live pictures may come within a millisecond of those before it; Matroska would
   * give both the same time (I7).
   */
  private long stepUs() {
    boolean millis =
        mimeType.container() == Container.WEBM || mimeType.container() == Container.MATROSKA;
    return millis && spec.lane() == Lane.LIVE ? MATROSKA_TICK_US : 0;
  }

  private String contentType() {
    String essence = mimeType.toString();
    int parameters = essence.indexOf(';');
    return parameters < 0 ? essence : essence.substring(0, parameters);
  }

  /** Muxes a slice and sends it on its ways. The bytes of the last one include the file's tail. */
  void write(Slice slice) {
    List<LedgerEvent.Lost> losses = ledger.add(slice);
    if (slice.number() >= durableBlobs) { // told by the chunk that counts, once
      losses.forEach(lost -> await(outlets.ledger().publish(lost)));
    }
    if (muxer == null || upload == null) {
      return;
    }
    SliceMuxer.Muxed muxed = muxing(() -> muxer.write(slice));
    byte[] bytes = muxed.bytes();
    MuxerTail tail = null;
    if (slice.last()) {
      tail = muxing(muxer::finish);
      bytes = joined(bytes, tail.bytes());
    }
    long fromByte = upload.length();
    upload.write(ByteBuffer.wrap(bytes));
    if (tail != null) {
      for (Patch patch : tail.patches()) {
        upload.patch(patch.offset(), patch.bytes());
      }
    }
    long timecodeUs = muxed.isEmpty() ? SliceLedger.fromUs(slice) : muxed.fromUs();
    long durationUs = muxed.isEmpty() ? 0 : muxed.toUs() - muxed.fromUs();
    slices.add(
        new Manifest.Slice(
            slice.number(),
            0,
            fromByte,
            upload.length(),
            timecodeUs,
            durationUs,
            SliceLedger.capturedAtUs(slice),
            null));
    if (slice.number() < durableBlobs) {
      return;
    }
    publish(
        new Blob(spec.recordingId(), slice.number(), timecodeUs, slice.last(), bytes),
        fromByte,
        durationUs);
  }

  private static <T> T muxing(Supplier<T> step) {
    try {
      return step.get();
    } catch (MediaException e) {
      throw new MuxFailure(e);
    }
  }

  private static byte[] joined(byte[] head, byte[] tail) {
    return ByteBuffer.allocate(head.length + tail.length).put(head).put(tail).array();
  }

  /** The ledger names a blob when it is durable; until {@link #tell} some may be under way. */
  private void publish(Blob blob, long fromByte, long durationUs) {
    long toByte = fromByte + blob.data().length;
    pending.add(
        new Pending(
            outlets.blobs().publish(blob),
            place ->
                new BlobMade(
                    blob.recordingId(),
                    blob.slice(),
                    fromByte,
                    toByte,
                    blob.timecodeUs(),
                    durationUs,
                    place)));
    settle(PUBLISHES_UNDER_WAY);
  }

  /** Names what was written so far in the ledger: someone may wait for it before more comes. */
  void tell() {
    settle(0);
  }

  private void settle(int left) {
    while (pending.size() > left) {
      Pending oldest = pending.remove();
      BlobPlace place = await(oldest.blob());
      BlobMade made = oldest.line().apply(place);
      await(outlets.ledger().publish(made));
      durableBlobs = made.slice() + 1;
    }
  }

  /** How many blobs are on the bus and in the ledger; call it when no other call is under way. */
  int durableBlobs() {
    return durableBlobs;
  }

  private <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(PUBLISH_DEADLINE_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MediaException("AbortError", Next.RETRY, spec.recordingId() + ": interrupted", e);
    } catch (TimeoutException e) {
      throw new MediaException(
          "TimeoutError", Next.RETRY, spec.recordingId() + ": bus does not answer", e);
    } catch (ExecutionException e) {
      throw new MediaException(
          "NetworkError", Next.RETRY, spec.recordingId() + ": " + e.getCause(), e);
    }
  }

  /**
   * Ends the file; call it when the last slice was written. Durable in the store and in the ledger
   * when it returns.
   */
  FileStored finish() {
    settle(0);
    FileStored stored;
    if (muxer == null || upload == null) {
      stored = withoutFile("NotReadableError", "no track gave media" + reasons());
    } else {
      StoredObject object = store(upload);
      RecordingState state =
          ledger.losses().isEmpty() ? RecordingState.STORED : RecordingState.PARTIAL;
      int main = mainTrack();
      long frames = ledger.stored(main);
      putManifest(
          state,
          List.of(
              new Manifest.File(key, object.sizeBytes(), object.sha256(), frames, ledger.endUs())));
      stored =
          new FileStored(
              spec.recordingId(),
              state,
              key,
              manifestKey,
              object.sizeBytes(),
              object.sha256(),
              frames,
              ledger.endUs(),
              state == RecordingState.STORED ? "" : "media lost" + reasons());
      muxer.close();
    }
    await(outlets.ledger().publish(stored));
    return stored;
  }

  /** Completes the upload, and writes down the digest of each slice as the store gave it back. */
  private StoredObject store(StreamingUpload to) {
    CheckedObject checked = to.complete(slices.stream().map(Manifest.Slice::toByte).toList());
    for (int i = 0; i < slices.size(); i++) {
      slices.set(i, slices.get(i).withSha256(checked.rangeSha256().get(i)));
    }
    return checked.object();
  }

  /** Ends a recording that cannot have a file. */
  FileStored fail(String name, String message) {
    drop();
    outlets.store().abortUnfinished(key); // also what a killed assembler began
    FileStored failed = withoutFile(name, message);
    await(outlets.ledger().publish(failed));
    return failed;
  }

  private FileStored withoutFile(String name, String message) {
    putManifest(RecordingState.FAILED, List.of());
    await(outlets.ledger().publish(new LedgerEvent.Failed(spec.recordingId(), name, message)));
    return new FileStored(
        spec.recordingId(), RecordingState.FAILED, "", manifestKey, 0, "", 0, 0, message);
  }

  private String reasons() {
    StringBuilder text = new StringBuilder();
    ledger.losses().stream()
        .map(loss -> loss.cause() + " " + loss.detail())
        .distinct()
        .limit(3)
        .forEach(reason -> text.append(text.isEmpty() ? ": " : "; ").append(reason));
    return text.toString();
  }

  /** The first video track of the file, else its first track. */
  private int mainTrack() {
    int first = -1;
    for (int t = 0; t < formats.size(); t++) {
      TrackFormat format = formats.get(t);
      if (format != null && format.video() != null) {
        return t;
      }
      if (format != null && first < 0) {
        first = t;
      }
    }
    return first;
  }

  private void putManifest(RecordingState state, List<Manifest.File> files) {
    Manifest manifest =
        ManifestMaker.make(spec, mimeType, state, formats, files, slices, ledger, muxer);
    outlets.store().put(manifestKey, manifest.toJson(), "application/json");
  }

  /** Frees everything; what was uploaded stays for whoever writes this file next. Never fails. */
  void leave() {
    free();
    if (upload != null) {
      upload.leave();
    }
  }

  /** Frees everything and throws the upload away. Never fails. */
  void drop() {
    free();
    if (upload != null) {
      try {
        upload.abort();
      } catch (MediaException e) { // whoever writes this file next, or LeftUploads, finds it
        log.warn("{}: not thrown away yet: {}", key, e.getMessage());
      }
    }
  }

  private void free() {
    if (muxer != null) {
      muxer.close();
    }
    pending.clear();
  }
}
