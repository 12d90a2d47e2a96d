package io.reelbus.assembler;

import static io.reelbus.assembler.Chunks.RECORDING;
import static io.reelbus.assembler.Chunks.heavy;
import static io.reelbus.assembler.Chunks.recording;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.reelbus.bus.StateChange;
import io.reelbus.model.Chunk;
import io.reelbus.model.LedgerEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recordings that come to an end, or go, without this loop's doing. */
@Timeout(60)
class AssemblyLoopEndsTest {

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
  void runOnce_recordingDeletedWhileOpen_isDropped() {
    bench.record(1, "video/x-matroska");
    bench.log.append(heavy(12, 1 << 20)[0]);
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      Bench.until(loop, () -> bench.blobs.size() == 1);
      bench.book.changed(new StateChange<>(RECORDING, null, 1));
      Bench.until(loop, () -> bench.log.committed() == 1);
    }
    assertThat(bench.store.list("")).isEmpty();
  }

  @Test
  void runOnce_recordingNobodyKnows_waitsForItsDeadline() {
    bench.log.append(recording());
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      Bench.until(loop, () -> bench.counters.stats().chunks() == 5);
      loop.runOnce();
      assertThat(bench.log.committed()).isZero();
      bench.skippedNanos.set(Duration.ofSeconds(31).toNanos());
      Bench.until(loop, () -> bench.log.committed() == 5);
    }
    assertThat(bench.events).isEmpty();
  }

  @Test
  void revoked_partition_forgetsItsRecordings() {
    bench.record(1, "video/x-matroska");
    bench.log.append(heavy(12, 1 << 20)[0]);
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      Bench.until(loop, () -> bench.blobs.size() == 1);
      loop.revoked(Set.of(0));
      assertThat(loop.session(RECORDING)).isNull();
      loop.runOnce();
      assertThat(bench.log.committed()).isZero();
    }
  }

  @Test
  void runOnce_repeatsOfAStoredRecording_pass() {
    bench.record(2, "video/x-matroska");
    bench.log.append(recording());
    bench.runToEnd();
    bench.log.append(recording());
    int before = bench.events.size();
    bench.runToEnd();
    assertThat(bench.events).hasSize(before);
  }

  @Test
  void runOnce_agentSaysItCannotBeFinished_isDroppedAndNothingIsLeft() {
    bench.record(1, "video/x-matroska");
    Chunk[] chunks = heavy(12, 1 << 20);
    bench.log.append(List.of(chunks).subList(0, 8).toArray(new Chunk[0]));
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      Bench.until(loop, () -> bench.blobs.size() >= 7); // an upload with parts is open
      bench.book.heard(new LedgerEvent.Failed(RECORDING, "NotReadableError", "the file ended"));
      Bench.until(loop, () -> bench.log.committed() == 8);
      bench.log.append(chunks[8]); // from an encoder that had not heard of it
      Bench.until(loop, () -> bench.log.committed() == 9);
      assertThat(loop.session(RECORDING)).isNull();
      assertThat(bench.book.isOpen(RECORDING)).isFalse();
    }
    await().until(() -> bench.store.unfinishedUploads("").isEmpty());
    assertThat(bench.store.list("")).isEmpty();
  }

  @Test
  void runOnce_storedByOneThatWasThoughtDead_isLeftToIt() {
    bench.record(1, "video/x-matroska");
    Chunk[] chunks = heavy(12, 1 << 20);
    bench.log.append(List.of(chunks).subList(0, 8).toArray(new Chunk[0]));
    try (AssemblyLoop loop = bench.loop(DumpMuxer::open)) {
      Bench.until(loop, () -> bench.blobs.size() >= 7);
      bench.book.finish(RECORDING);
      bench.log.append(List.of(chunks).subList(8, 12).toArray(new Chunk[0]));
      Bench.until(loop, () -> bench.log.committed() == 12);
      assertThat(loop.session(RECORDING)).isNull();
    }
    assertThat(bench.events).noneMatch(LedgerEvent.FileStored.class::isInstance);
  }
}
