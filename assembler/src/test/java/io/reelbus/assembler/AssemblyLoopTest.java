package io.reelbus.assembler;

import static io.reelbus.assembler.Chunks.RECORDING;
import static io.reelbus.assembler.Chunks.audio;
import static io.reelbus.assembler.Chunks.heavy;
import static io.reelbus.assembler.Chunks.recording;
import static io.reelbus.assembler.Chunks.video;
import static org.assertj.core.api.Assertions.assertThat;

import io.reelbus.bus.StateChange;
import io.reelbus.model.Blob;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.FileStored;
import io.reelbus.model.Loss;
import io.reelbus.model.LossCause;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import io.reelbus.objectstore.ArchiveLayout;
import io.reelbus.objectstore.Manifest;
import io.reelbus.objectstore.ObjectStore;
import io.reelbus.objectstore.StoreSettings;
import io.reelbus.objectstore.embedded.EmbeddedS3;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop, stepped by hand, with a real store. */
@Timeout(60)
class AssemblyLoopTest {

  @TempDir Path folder;
  private EmbeddedS3 s3;
  private ObjectStore store;
  private final ExecutorService writers = Executors.newFixedThreadPool(2);
  private final ConcurrentLinkedQueue<Blob> blobs = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<LedgerEvent> events = new ConcurrentLinkedQueue<>();
  private final MemoryLog log = new MemoryLog();
  private final Counters counters = new Counters();
  private final AtomicLong skippedNanos = new AtomicLong();
  private Book book = new Book();
  private volatile boolean refuseStored;
  private AssemblerSettings settings =
      new AssemblerSettings(64 << 20, 2, Duration.ofSeconds(30), Duration.ofMillis(20));

  @BeforeEach
  void start() {
    s3 = EmbeddedS3.start(folder, 0, "key", "secret");
    store =
        ObjectStore.connect(
            StoreSettings.of(s3.endpoint(), "key", "secret", "reels")
                .withRetryDeadline(Duration.ofMillis(200)));
    store.ensureBucket();
  }

  @AfterEach
  void stop() {
    writers.shutdownNow();
    store.close();
    s3.close();
  }

  private AssemblyLoop loop(FileMuxer.Factory muxers) {
    return loop(log, muxers);
  }

  private AssemblyLoop loop(MemoryLog from, FileMuxer.Factory muxers) {
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

  private RecordingSpec record(int tracks, String mimeType) {
    RecordingSpec spec = Chunks.spec(tracks, mimeType);
    book.changed(new StateChange<>(RECORDING, spec, 0));
    return spec;
  }

  private static void until(AssemblyLoop loop, BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      loop.runOnce();
    }
  }

  /** Runs a new loop to the end of the log; what was stored. */
  private FileStored runToEnd() {
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      until(loop, () -> log.committed() == log.end());
    }
    return stored();
  }

  private FileStored stored() {
    List<FileStored> all =
        events.stream().filter(FileStored.class::isInstance).map(FileStored.class::cast).toList();
    assertThat(all).isNotEmpty();
    return all.get(all.size() - 1);
  }

  private byte[] bytes(String key) throws IOException {
    try (InputStream in = store.read(key, 0, store.stat(key).sizeBytes())) {
      return in.readAllBytes();
    }
  }

  private Manifest manifest() throws IOException {
    return Manifest.ofJson(bytes(stored().manifestKey()));
  }

  @Test
  void runOnce_completeRecording_storesFileAndManifestThenCommits() throws IOException {
    RecordingSpec spec = record(2, "video/x-matroska");
    log.append(recording());

    FileStored stored = runToEnd();

    assertThat(stored.state()).isEqualTo(RecordingState.STORED);
    assertThat(stored.objectKey()).isEqualTo(ArchiveLayout.prefix(spec) + "name.mkv");
    assertThat(stored.frames()).isEqualTo(32);
    assertThat(stored.durationUs()).isEqualTo(3_000_000);
    assertThat(blobs).extracting(Blob::slice).containsExactly(0, 1, 2);
    assertThat(blobs).extracting(Blob::last).containsExactly(false, false, true);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (Blob blob : blobs) {
      joined.write(blob.data());
    }
    assertThat(bytes(stored.objectKey())).isEqualTo(joined.toByteArray());
    Manifest manifest = manifest();
    assertThat(manifest.files().get(0).sha256()).isEqualTo(stored.sha256());
    assertThat(manifest.slices()).hasSize(3);
    assertThat(manifest.slices().get(2).toByte()).isEqualTo(stored.sizeBytes());
    assertThat(manifest.slices().get(1).capturedAtUs()).isEqualTo(1_001_000);
    assertThat(manifest.ledger()).hasSize(5);
    assertThat(events).filteredOn(LedgerEvent.BlobMade.class::isInstance).hasSize(3);
    assertThat(counters.stats().files()).isEqualTo(1);
  }

  @Test
  void runOnce_firstTrackSilentAtFirst_waitsForItsFormat() {
    record(2, "video/x-matroska");
    log.append(video(0, 0, 0, false), audio(1, 0, 10, false), audio(1, 1, 10, true));
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      until(loop, () -> counters.stats().chunks() == 3);
      assertThat(blobs).isEmpty();
      log.append(video(0, 1, 25, true));
      until(loop, () -> log.committed() == log.end());
    }
    assertThat(blobs).extracting(Blob::slice).containsExactly(0, 1);
    assertThat(new String(blobs.peek().data(), StandardCharsets.UTF_8))
        .startsWith("matroska h264 opus\n1 0 0");
  }

  @Test
  void close_midwayThenAnotherLoop_givesTheSameFile() {
    record(1, "video/x-matroska");
    Chunk[] chunks = heavy(12, 1 << 20);
    log.append(chunks);
    String sha256 = runToEnd().sha256();

    book = new Book();
    record(1, "video/x-matroska");
    MemoryLog half = new MemoryLog();
    half.append(List.of(chunks).subList(0, 8).toArray(new Chunk[0]));
    blobs.clear();
    try (AssemblyLoop first = loop(half, DumpMuxer::open)) {
      until(first, () -> blobs.size() >= 7); // an upload with parts is open
      assertThat(half.committed()).isZero();
    }
    half.append(List.of(chunks).subList(8, 12).toArray(new Chunk[0]));
    try (AssemblyLoop second = loop(half, DumpMuxer::open)) {
      until(second, () -> half.committed() == 12);
    }
    assertThat(stored().sha256()).isEqualTo(sha256);
    assertThat(store.unfinishedUploads("")).isEmpty();
  }

  @Test
  void runOnce_storeAwayForAWhile_writesTheFileAnewAndLosesNothing() {
    record(1, "video/x-matroska");
    Chunk[] chunks = heavy(12, 1 << 20);
    int port = s3.endpoint().getPort();
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      log.append(List.of(chunks).subList(0, 8).toArray(new Chunk[0]));
      until(loop, () -> blobs.size() >= 7);
      s3.close();
      log.append(List.of(chunks).subList(8, 12).toArray(new Chunk[0]));
      until(loop, () -> !counters.trouble.isEmpty());
      assertThat(log.committed()).isZero();
      s3 = EmbeddedS3.start(folder, port, "key", "secret");
      until(loop, () -> log.committed() == 12);
    }
    assertThat(counters.stats().restarts()).isPositive();
    assertThat(stored().state()).isEqualTo(RecordingState.STORED);
    assertThat(stored().frames()).isEqualTo(12);
    assertThat(store.unfinishedUploads("")).isEmpty();
  }

  @Test
  void runOnce_endFailsAgainAndAgain_waitsLongerEachTimeAndPublishesNoBlobTwice() {
    Duration pause = Duration.ofSeconds(1);
    settings = new AssemblerSettings(64 << 20, 2, Duration.ofHours(1), pause);
    record(1, "video/x-matroska");
    log.append(heavy(80, 1000)); // more than one batch: the first succeeds at every attempt
    refuseStored = true;
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      long waitNanos = pause.toNanos();
      for (int failure = 1; failure <= 4; failure++, waitNanos *= 2) {
        long failures = failure;
        until(loop, () -> counters.restarts == failures);
        skippedNanos.addAndGet(waitNanos / 2);
        loop.runOnce();
        assertThat(Objects.requireNonNull(loop.session(RECORDING)).isBusy())
            .as("half the pause after failure %d", failure)
            .isFalse();
        skippedNanos.addAndGet(waitNanos / 2);
      }
      refuseStored = false;
      until(loop, () -> log.committed() == log.end());
    }
    assertThat(blobs.stream().map(Blob::slice)).doesNotHaveDuplicates().hasSize(80);
    assertThat(stored().frames()).isEqualTo(80);
  }

  @Test
  void runOnce_moreChunksAheadThanMemory_readsThemAgainInTheirTurn() {
    settings = new AssemblerSettings(1 << 20, 2, Duration.ofSeconds(30), Duration.ofMillis(20));
    record(1, "video/x-matroska");
    List<Chunk> backwards = new ArrayList<>(List.of(heavy(20, 200_000)));
    Collections.reverse(backwards);
    log.append(backwards.toArray(new Chunk[0]));
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      until(
          loop,
          () -> {
            assertThat(counters.stats().bufferedBytes()).isLessThanOrEqualTo(1 << 20);
            return log.committed() == 20;
          });
    }
    assertThat(counters.stats().rereads()).isPositive();
    assertThat(stored().frames()).isEqualTo(20);
    assertThat(blobs).extracting(Blob::slice).isSorted();
  }

  @Test
  void runOnce_chunksComeFasterThanTheyAreWritten_areLeftOnTheBusMeanwhile() {
    settings = new AssemblerSettings(4 << 20, 2, Duration.ofSeconds(30), Duration.ofMillis(20));
    record(1, "video/x-matroska");
    log.append(heavy(100, 200_000));
    assertThat(runToEnd().frames()).isEqualTo(100);
    assertThat(counters.stats().rereads()).isZero();
  }

  @Test
  void runOnce_muxerGivesNoBytes_writesTheFileAnew() throws IOException {
    record(1, "video/x-matroska");
    log.append(heavy(3, 1000));
    AtomicInteger opened = new AtomicInteger();
    FileMuxer.Factory silentAtFirst =
        (container, tracks) ->
            opened.getAndIncrement() == 0
                ? DumpMuxer.silent(container, tracks)
                : DumpMuxer.open(container, tracks);
    try (AssemblyLoop loop = loop(silentAtFirst)) {
      until(loop, () -> log.committed() == log.end());
    }
    assertThat(counters.stats().restarts()).isEqualTo(1);
    assertThat(stored().sizeBytes()).isGreaterThan(3000);
    assertThat(stored().frames()).isEqualTo(3);
  }

  @Test
  void runOnce_repeatsOfAStoredRecording_pass() {
    record(2, "video/x-matroska");
    log.append(recording());
    runToEnd();
    log.append(recording());
    int before = events.size();
    runToEnd();
    assertThat(events).hasSize(before);
  }

  @Test
  void runOnce_repeatedChunks_countOnce() {
    record(2, "video/x-matroska");
    log.append(recording()[0], recording()[0]);
    log.append(recording());
    assertThat(runToEnd().frames()).isEqualTo(32);
    assertThat(counters.stats().duplicates()).isEqualTo(2);
  }

  @Test
  void runOnce_lostSlice_isPartialWithTheLossNamed() throws IOException {
    record(1, "video/x-matroska");
    Loss loss = new Loss(LossCause.CUT_FAILED, 0, 1_000_000, 2_000_000, "died 5 times");
    log.append(
        video(0, 0, 25, false),
        Chunks.withAccount(video(0, 1, 0, false), 25, List.of(loss)),
        video(0, 2, 25, true));
    FileStored stored = runToEnd();
    assertThat(stored.state()).isEqualTo(RecordingState.PARTIAL);
    assertThat(stored.frames()).isEqualTo(50);
    assertThat(stored.message()).contains("CUT_FAILED", "died 5 times");
    assertThat(manifest().tracks().get(0).lost()).isEqualTo(25);
    assertThat(events)
        .contains(
            new LedgerEvent.Lost(
                new ChunkId(RECORDING, 0, 1),
                new Loss(LossCause.CUT_FAILED, 25, 1_000_000, 2_000_000, "died 5 times")));
  }

  @Test
  void runOnce_noMediaAtAll_fails() throws IOException {
    record(2, "video/x-matroska");
    log.append(video(0, 0, 0, true), audio(1, 0, 0, true));
    FileStored stored = runToEnd();
    assertThat(stored.state()).isEqualTo(RecordingState.FAILED);
    assertThat(events).anyMatch(LedgerEvent.Failed.class::isInstance);
    assertThat(manifest().state()).isEqualTo(RecordingState.FAILED);
  }

  @Test
  void runOnce_containerThatCannotHoldTheTrack_failsAndDoesNotBlockOthers() {
    record(1, "audio/wav");
    log.append(audio(0, 0, 10, true));
    try (AssemblyLoop loop = loop(FileMuxer::ffmpeg)) {
      until(loop, () -> log.committed() == 1);
    }
    assertThat(stored().state()).isEqualTo(RecordingState.FAILED);
    assertThat(stored().message()).contains("wav");
  }

  @Test
  void runOnce_trackThatTheRecordingDoesNotHave_fails() {
    record(1, "video/x-matroska");
    log.append(video(0, 0, 25, false), video(4, 0, 25, true));
    assertThat(runToEnd().message()).contains("track: 4 (expected: < 1)");
  }

  @Test
  void runOnce_recordingDeletedWhileOpen_isDropped() {
    record(1, "video/x-matroska");
    log.append(heavy(12, 1 << 20)[0]);
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      until(loop, () -> blobs.size() == 1);
      book.changed(new StateChange<>(RECORDING, null, 1));
      until(loop, () -> log.committed() == 1);
    }
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void runOnce_recordingNobodyKnows_waitsForItsDeadline() {
    log.append(recording());
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      until(loop, () -> counters.stats().chunks() == 5);
      loop.runOnce();
      assertThat(log.committed()).isZero();
      skippedNanos.set(Duration.ofSeconds(31).toNanos());
      until(loop, () -> log.committed() == 5);
    }
    assertThat(events).isEmpty();
  }

  @Test
  void revoked_partition_forgetsItsRecordings() {
    record(1, "video/x-matroska");
    log.append(heavy(12, 1 << 20)[0]);
    try (AssemblyLoop loop = loop(DumpMuxer::open)) {
      until(loop, () -> blobs.size() == 1);
      loop.revoked(Set.of(0));
      assertThat(loop.session(RECORDING)).isNull();
      loop.runOnce();
      assertThat(log.committed()).isZero();
    }
  }
}
