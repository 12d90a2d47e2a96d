package io.reelbus.assembler;

import static io.reelbus.assembler.Chunks.RECORDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.StateChange;
import io.reelbus.model.Blob;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.RecordingSpec;
import io.reelbus.objectstore.Manifest;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/** What a loop that is stepped by hand works with: a real store, and a log in memory. */
final class Bench implements AutoCloseable {

  final ConcurrentLinkedQueue<Blob> blobs = new ConcurrentLinkedQueue<>();
  final ConcurrentLinkedQueue<LedgerEvent> events = new ConcurrentLinkedQueue<>();
  final MemoryLog log = new MemoryLog();
  final Counters counters = new Counters();
  final AtomicLong skippedNanos = new AtomicLong();
  final ObjectStore store;
  Book book = new Book();
  volatile boolean refuseStored;
  AssemblerSettings settings =
      new AssemblerSettings(64 << 20, 2, Duration.ofSeconds(30), Duration.ofMillis(20));

  private final Path folder;
  private final ExecutorService writers = Executors.newFixedThreadPool(2);
  private EmbeddedS3 s3;

  /** Starts its store, which keeps its objects in a folder. */
  Bench(Path folder) {
    this.folder = folder;
    s3 = EmbeddedS3.start(folder, 0, "key", "secret");
    store =
        ObjectStore.connect(
            StoreSettings.of(s3.endpoint(), "key", "secret", "reels")
                .withRetryDeadline(Duration.ofMillis(200)));
    store.ensureBucket();
  }

  /** The store is away from now on. */
  void stopStore() {
    s3.close();
  }

  /** It is back, with what it had. */
  void startStore() {
    s3 = EmbeddedS3.start(folder, s3.endpoint().getPort(), "key", "secret");
  }

  AssemblyLoop loop(FileMuxer.Factory muxers) {
    return loop(log, muxers);
  }

  AssemblyLoop loop(MemoryLog from, FileMuxer.Factory muxers) {
    FileWriter.Outlets outlets =
        new FileWriter.Outlets(
            store,
            blob -> {
              blobs.add(blob);
              return CompletableFuture.completedFuture(null);
            },
            event -> {
              if (refuseStored && event instanceof FileStored) {
                return CompletableFuture.failedFuture(new IllegalStateException("refused"));
              }
              events.add(event);
              return CompletableFuture.completedFuture(null);
            },
            muxers);
    return new AssemblyLoop(
        settings,
        outlets,
        writers,
        book,
        () -> {},
        counters,
        () -> System.nanoTime() + skippedNanos.get(),
        from::consumer);
  }

  RecordingSpec record(int tracks, String mimeType) {
    RecordingSpec spec = Chunks.spec(tracks, mimeType);
    book.changed(new StateChange<>(RECORDING, spec, 0));
    return spec;
  }

  static void until(AssemblyLoop loop, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      loop.runOnce();
    }
  }

  /** Runs a new loop to the end of the log; what was stored. */
  FileStored runToEnd() {
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      until(loop, () -> log.committed() == log.end());
    }
    return stored();
  }

  FileStored stored() {
    List<FileStored> all =
        events.stream().filter(FileStored.class::isInstance).map(FileStored.class::cast).toList();
    assertThat(all).isNotEmpty();
    return all.get(all.size() - 1);
  }

  byte[] bytes(String key) throws IOException {
    try (InputStream in = store.read(key, 0, store.stat(key).sizeBytes())) {
      return in.readAllBytes();
    }
  }

  Manifest manifest() throws IOException {
    return Manifest.ofJson(bytes(stored().manifestKey()));
  }

  @Override
  public void close() {
    writers.shutdownNow();
    store.close();
    s3.close();
  }
}
