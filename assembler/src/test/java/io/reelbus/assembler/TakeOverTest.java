package io.reelbus.assembler;

import static io.reelbus.assembler.Chunks.RECORDING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.StateChange;
import io.reelbus.model.Blob;
import io.reelbus.model.BlobPlace;
import io.reelbus.model.Chunk;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.UnfinishedUpload;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One assembler goes on with a file that another one began, with a real store. */
@Timeout(120)
class TakeOverTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Chunk[] CHUNKS = Chunks.heavy(12, 1 << 20);
  private static final int FIRST = 9; // slices until the first assembler is gone

  @TempDir private Path folder;
  private EmbeddedS3 s3;
  private ObjectStore store;
  private final ExecutorService writers = Executors.newFixedThreadPool(2);
  private final ConcurrentLinkedQueue<Blob> blobs = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<LedgerEvent> events = new ConcurrentLinkedQueue<>();

  @BeforeEach
  void start() {
    s3 = EmbeddedS3.start(folder, 0, "key", "secret");
    store = ObjectStore.connect(StoreSettings.of(s3.endpoint(), "key", "secret", "reels"));
    store.ensureBucket();
  }

  @AfterEach
  void stop() {
    writers.shutdownNow();
    store.close();
    s3.close();
  }

  /** Knows what was told until now, as an assembler does that has read the ledger. */
  private Book book() {
    Book book = new Book();
    book.changed(new StateChange<>(RECORDING, Chunks.spec(1, "video/x-matroska"), 0));
    events.forEach(book::heard);
    return book;
  }

  private AssemblyLoop loop(MemoryLog log, Counters counters) {
    return new AssemblyLoop(
        new AssemblerSettings(64 << 20, 2, Duration.ofSeconds(30), Duration.ofMillis(20)),
        new FileWriter.Outlets(
            store,
            blob -> {
              blobs.add(blob);
              return CompletableFuture.completedFuture(new BlobPlace(0, blob.slice()));
            },
            event -> {
              events.add(event);
              return CompletableFuture.completedFuture(null);
            },
            DumpMuxer::open),
        writers,
        book(),
        () -> {},
        counters,
        System::nanoTime,
        log::consumer);
  }

  private static MemoryLog log(int from, int to) {
    MemoryLog log = new MemoryLog();
    append(log, from, to);
    return log;
  }

  private static void append(MemoryLog log, int from, int to) {
    log.append(List.of(CHUNKS).subList(from, to).toArray(new Chunk[0]));
  }

  private static void until(AssemblyLoop loop, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      loop.runOnce();
    }
  }

  /** The parts in the store by number, each with what tells it from one that was sent again. */
  private Map<Integer, Object> parts() throws IOException {
    Map<Integer, Object> parts = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder.resolve("reels"))) {
      for (Path path : all.filter(p -> p.toString().matches(".*/\\.mpus-.*-[0-9]+")).toList()) {
        String name = path.toString();
        parts.put(
            Integer.valueOf(name.substring(name.lastIndexOf('-') + 1)),
            List.of(
                name,
                Files.getLastModifiedTime(path),
                String.valueOf(Files.readAttributes(path, BasicFileAttributes.class).fileKey())));
      }
    }
    return parts;
  }

  private String undisturbed() {
    MemoryLog whole = log(0, CHUNKS.length);
    try (AssemblyLoop loop = loop(whole, new Counters())) {
      until(loop, () -> whole.committed() == whole.end());
    }
    String sha256 = sha256();
    events.clear();
    blobs.clear();
    return sha256;
  }

  private String sha256() {
    return events.stream()
        .filter(FileStored.class::isInstance)
        .map(event -> ((FileStored) event).sha256())
        .reduce((one, last) -> last)
        .orElseThrow();
  }

  /** Runs an assembler until all that came is in its blobs, and the full parts in the store. */
  private void writeFirstSlices(AssemblyLoop loop) {
    until(loop, () -> blobs.size() >= FIRST);
    await().atMost(SOON).until(() -> parts().size() >= 2);
  }

  private void goOnAndFinish(MemoryLog log, String sha256) throws IOException {
    Map<Integer, Object> before = parts();
    List<UnfinishedUpload> uploads = store.unfinishedUploads("");
    Counters counters = new Counters();
    try (AssemblyLoop second = loop(log, counters)) {
      until(second, () -> counters.blobs == FIRST);
      assertThat(store.unfinishedUploads("")).isEqualTo(uploads).hasSize(1);
      assertThat(parts()).as("not sent again").containsAllEntriesOf(before);
      append(log, FIRST, CHUNKS.length);
      until(second, () -> log.committed() == CHUNKS.length);
    }
    assertThat(sha256()).isEqualTo(sha256);
    assertThat(blobs).extracting(Blob::slice).doesNotHaveDuplicates().hasSize(CHUNKS.length);
    assertThat(store.unfinishedUploads("")).isEmpty();
    assertThat(parts()).isEmpty();
  }

  @Test
  void run_firstIsHeardOfNoMore_secondSendsAndPublishesOnlyWhatIsMissing() throws IOException {
    String sha256 = undisturbed();
    MemoryLog log = log(0, FIRST);
    writeFirstSlices(loop(log, new Counters())); // killed: never closed

    goOnAndFinish(log, sha256);
  }

  @Test
  void close_firstStops_leavesItsPartsToTheSecond() throws IOException {
    String sha256 = undisturbed();
    MemoryLog log = log(0, FIRST);
    try (AssemblyLoop first = loop(log, new Counters())) {
      writeFirstSlices(first);
    }

    goOnAndFinish(log, sha256);
  }

  @Test
  void revoked_partitionComesBack_goesOnWithItsOwnParts() throws IOException {
    String sha256 = undisturbed();
    MemoryLog log = log(0, FIRST);
    try (AssemblyLoop first = loop(log, new Counters())) {
      writeFirstSlices(first);
      first.lost(Set.of(0));

      goOnAndFinish(log, sha256);
    }
  }
}
