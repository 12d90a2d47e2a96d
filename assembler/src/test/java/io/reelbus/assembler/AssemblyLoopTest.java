package io.reelbus.assembler;

import static io.reelbus.assembler.Chunks.RECORDING;
import static io.reelbus.assembler.Chunks.audio;
import static io.reelbus.assembler.Chunks.heavy;
import static io.reelbus.assembler.Chunks.recording;
import static io.reelbus.assembler.Chunks.video;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The loop, stepped by hand, with a real store. */
@Timeout(60)
class AssemblyLoopTest {

  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void start() {
    bench = new Bench(folder);
  }

  @AfterEach
  void stop() {
    bench.close();
  }

  @Test
  void runOnce_completeRecording_storesFileAndManifestThenCommits() throws IOException {
    RecordingSpec spec = bench.record(2, "video/x-matroska");
    bench.log.append(recording());

    FileStored stored = bench.runToEnd();

    assertThat(stored.state()).isEqualTo(RecordingState.STORED);
    assertThat(stored.objectKey()).isEqualTo(ArchiveLayout.prefix(spec) + "name.mkv");
    assertThat(stored.frames()).isEqualTo(32);
    assertThat(stored.durationUs()).isEqualTo(3_000_000);
    assertThat(bench.blobs).extracting(Blob::slice).containsExactly(0, 1, 2);
    assertThat(bench.blobs).extracting(Blob::last).containsExactly(false, false, true);
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (Blob blob : bench.blobs) {
      joined.write(blob.data());
    }
    assertThat(bench.bytes(stored.objectKey())).isEqualTo(joined.toByteArray());
    Manifest manifest = bench.manifest();
    assertThat(manifest.files().get(0).sha256()).isEqualTo(stored.sha256());
    assertThat(manifest.slices()).hasSize(3);
    assertThat(manifest.slices().get(2).toByte()).isEqualTo(stored.sizeBytes());
    assertThat(manifest.slices().get(1).capturedAtUs()).isEqualTo(1_001_000);
    assertThat(manifest.ledger()).hasSize(5);
    assertThat(bench.events).filteredOn(LedgerEvent.BlobMade.class::isInstance).hasSize(3);
    assertThat(bench.counters.stats().files()).isEqualTo(1);
  }

  @Test
  void runOnce_firstTrackSilentAtFirst_waitsForItsFormat() {
    bench.record(2, "video/x-matroska");
    bench.log.append(video(0, 0, 0, false), audio(1, 0, 10, false), audio(1, 1, 10, true));
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      Bench.until(loop, () -> bench.counters.stats().chunks() == 3);
      assertThat(bench.blobs).isEmpty();
      bench.log.append(video(0, 1, 25, true));
      Bench.until(loop, () -> bench.log.committed() == bench.log.end());
    }
    assertThat(bench.blobs).extracting(Blob::slice).containsExactly(0, 1);
    assertThat(new String(bench.blobs.peek().data(), StandardCharsets.UTF_8))
        .startsWith("matroska h264 opus\n1 0 0");
  }

  @Test
  void close_midwayThenAnotherLoop_givesTheSameFile() {
    bench.record(1, "video/x-matroska");
    Chunk[] chunks = heavy(12, 1 << 20);
    bench.log.append(chunks);
    String sha256 = bench.runToEnd().sha256();

    bench.book = new Book();
    bench.record(1, "video/x-matroska");
    MemoryLog half = new MemoryLog();
    half.append(List.of(chunks).subList(0, 8).toArray(new Chunk[0]));
    bench.blobs.clear();
    try (AssemblyLoop first = bench.loop(half, DumpMuxer::open)) {
      Bench.until(first, () -> bench.blobs.size() >= 7); // an upload with parts is open
      assertThat(half.committed()).isZero();
    }
    half.append(List.of(chunks).subList(8, 12).toArray(new Chunk[0]));
    try (AssemblyLoop second = bench.loop(half, DumpMuxer::open)) {
      Bench.until(second, () -> half.committed() == 12);
    }
    assertThat(bench.stored().sha256()).isEqualTo(sha256);
    assertThat(bench.store.unfinishedUploads("")).isEmpty();
  }

  @Test
  void runOnce_storeAwayForAWhile_writesTheFileAnewAndLosesNothing() {
    bench.record(1, "video/x-matroska");
    Chunk[] chunks = heavy(12, 1 << 20);
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      bench.log.append(List.of(chunks).subList(0, 8).toArray(new Chunk[0]));
      Bench.until(loop, () -> bench.blobs.size() >= 7);
      bench.stopStore();
      bench.log.append(List.of(chunks).subList(8, 12).toArray(new Chunk[0]));
      Bench.until(loop, () -> !bench.counters.trouble.isEmpty());
      assertThat(bench.log.committed()).isZero();
      bench.startStore();
      Bench.until(loop, () -> bench.log.committed() == 12);
    }
    assertThat(bench.counters.stats().restarts()).isPositive();
    assertThat(bench.stored().state()).isEqualTo(RecordingState.STORED);
    assertThat(bench.stored().frames()).isEqualTo(12);
    assertThat(bench.store.unfinishedUploads("")).isEmpty();
  }

  @Test
  void runOnce_endFailsAgainAndAgain_waitsLongerEachTimeAndPublishesNoBlobTwice() {
    Duration pause = Duration.ofSeconds(1);
    bench.settings = new AssemblerSettings(64 << 20, 2, Duration.ofHours(1), pause);
    bench.record(1, "video/x-matroska");
    bench.log.append(heavy(80, 1000)); // more than one batch: the first succeeds at every attempt
    bench.refuseStored = true;
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      long waitNanos = pause.toNanos();
      for (int failure = 1; failure <= 4; failure++, waitNanos *= 2) {
        long failures = failure;
        Bench.until(loop, () -> bench.counters.restarts == failures);
        bench.skippedNanos.addAndGet(waitNanos / 2);
        loop.runOnce();
        assertThat(Objects.requireNonNull(loop.session(RECORDING)).isBusy())
            .as("half the pause after failure %d", failure)
            .isFalse();
        bench.skippedNanos.addAndGet(waitNanos / 2);
      }
      bench.refuseStored = false;
      Bench.until(loop, () -> bench.log.committed() == bench.log.end());
    }
    assertThat(bench.blobs.stream().map(Blob::slice)).doesNotHaveDuplicates().hasSize(80);
    assertThat(bench.stored().frames()).isEqualTo(80);
  }

  @Test
  void runOnce_moreChunksAheadThanMemory_readsThemAgainInTheirTurn() {
    bench.settings =
        new AssemblerSettings(1 << 20, 2, Duration.ofSeconds(30), Duration.ofMillis(20));
    bench.record(1, "video/x-matroska");
    List<Chunk> backwards = new ArrayList<>(List.of(heavy(20, 200_000)));
    Collections.reverse(backwards);
    bench.log.append(backwards.toArray(new Chunk[0]));
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      Bench.until(
          loop,
          () -> {
            assertThat(bench.counters.stats().bufferedBytes()).isLessThanOrEqualTo(1 << 20);
            return bench.log.committed() == 20;
          });
    }
    assertThat(bench.counters.stats().rereads()).isPositive();
    assertThat(bench.stored().frames()).isEqualTo(20);
    assertThat(bench.blobs).extracting(Blob::slice).isSorted();
  }

  @Test
  void runOnce_chunksComeFasterThanTheyAreWritten_areLeftOnTheBusMeanwhile() {
    bench.settings =
        new AssemblerSettings(4 << 20, 2, Duration.ofSeconds(30), Duration.ofMillis(20));
    bench.record(1, "video/x-matroska");
    bench.log.append(heavy(100, 200_000));
    assertThat(bench.runToEnd().frames()).isEqualTo(100);
    assertThat(bench.counters.stats().rereads()).isZero();
  }

  @Test
  void runOnce_muxerGivesNoBytes_writesTheFileAnew() throws IOException {
    bench.record(1, "video/x-matroska");
    bench.log.append(heavy(3, 1000));
    AtomicInteger opened = new AtomicInteger();
    FileMuxer.Factory silentAtFirst =
        (container, tracks) ->
            opened.getAndIncrement() == 0
                ? DumpMuxer.silent(container, tracks)
                : DumpMuxer.open(container, tracks);
    try (AssemblyLoop loop = bench.loop(silentAtFirst)) {
      Bench.until(loop, () -> bench.log.committed() == bench.log.end());
    }
    assertThat(bench.counters.stats().restarts()).isEqualTo(1);
    assertThat(bench.stored().sizeBytes()).isGreaterThan(3000);
    assertThat(bench.stored().frames()).isEqualTo(3);
  }

  @Test
  void runOnce_repeatedChunks_countOnce() {
    bench.record(2, "video/x-matroska");
    bench.log.append(recording()[0], recording()[0]);
    bench.log.append(recording());
    assertThat(bench.runToEnd().frames()).isEqualTo(32);
    assertThat(bench.counters.stats().duplicates()).isEqualTo(2);
  }

  @Test
  void runOnce_lostSlice_isPartialWithTheLossNamed() throws IOException {
    bench.record(1, "video/x-matroska");
    Loss loss = new Loss(LossCause.CUT_FAILED, 0, 1_000_000, 2_000_000, "died 5 times");
    bench.log.append(
        video(0, 0, 25, false),
        Chunks.withAccount(video(0, 1, 0, false), 25, List.of(loss)),
        video(0, 2, 25, true));
    FileStored stored = bench.runToEnd();
    assertThat(stored.state()).isEqualTo(RecordingState.PARTIAL);
    assertThat(stored.frames()).isEqualTo(50);
    assertThat(stored.message()).contains("CUT_FAILED", "died 5 times");
    assertThat(bench.manifest().tracks().get(0).lost()).isEqualTo(25);
    assertThat(bench.events)
        .contains(
            new LedgerEvent.Lost(
                new ChunkId(RECORDING, 0, 1),
                new Loss(LossCause.CUT_FAILED, 25, 1_000_000, 2_000_000, "died 5 times")));
  }

  @Test
  void runOnce_noMediaAtAll_fails() throws IOException {
    bench.record(2, "video/x-matroska");
    bench.log.append(video(0, 0, 0, true), audio(1, 0, 0, true));
    FileStored stored = bench.runToEnd();
    assertThat(stored.state()).isEqualTo(RecordingState.FAILED);
    assertThat(bench.events).anyMatch(LedgerEvent.Failed.class::isInstance);
    assertThat(bench.manifest().state()).isEqualTo(RecordingState.FAILED);
  }

  @Test
  void runOnce_containerThatCannotHoldTheTrack_failsAndDoesNotBlockOthers() {
    bench.record(1, "audio/wav");
    bench.log.append(audio(0, 0, 10, true));
    try (AssemblyLoop loop = bench.loop(FileMuxer::ffmpeg)) {
      Bench.until(loop, () -> bench.log.committed() == 1);
    }
    assertThat(bench.stored().state()).isEqualTo(RecordingState.FAILED);
    assertThat(bench.stored().message()).contains("wav");
  }

  @Test
  void runOnce_trackThatTheRecordingDoesNotHave_fails() {
    bench.record(1, "video/x-matroska");
    bench.log.append(video(0, 0, 25, false), video(4, 0, 25, true));
    assertThat(bench.runToEnd().message()).contains("track: 4 (expected: < 1)");
  }
}
