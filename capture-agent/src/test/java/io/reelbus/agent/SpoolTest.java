package io.reelbus.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.bus.TapeWriter;
import io.reelbus.model.LossCause;
import io.reelbus.model.MediaException;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames of 100 kB on their way through a spool of 1 MiB, to a bus that can be away. */
class SpoolTest {

  private static final Duration SOON = Duration.ofMinutes(1);
  private static final long MEMORY_BYTES = 1 << 20;
  private static final int FRAME_BYTES = 100_000;
  private static final int FIT = (int) (MEMORY_BYTES / (FRAME_BYTES + SpoolTape.FRAME_BYTES)); // 10

  @TempDir Path dir;
  private final Bus bus = new Bus();
  private Spool spool = new Spool(new SpoolSettings(MEMORY_BYTES, null, 0), "a");

  /** Takes frames, or refuses them as a producer does whose buffer stays full. */
  private static final class Bus implements TapeWriter {
    private final List<TapeFrame> taken = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    @Override
    public CompletionStage<TapeRange> append(TapeFrame frame, TapeMark mark) {
      if (away) {
        throw new MediaException("NetworkError", MediaException.Next.RETRY, "away");
      }
      byte[] copy = new byte[frame.size()];
      frame.data().duplicate().get(copy);
      int at = taken.size();
      taken.add(frame(frame.timestamp(), frame.key(), copy));
      return CompletableFuture.completedFuture(new TapeRange("t", 0, at, at + 1L));
    }

    List<Long> timestamps() {
      return taken.stream().map(TapeFrame::timestamp).toList();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    spool.close();
  }

  private static TapeFrame frame(long timestamp, boolean key, byte[] payload) {
    return new TapeFrame(
        timestamp, timestamp, 1, key, 0, null, List.of(), ByteBuffer.wrap(payload));
  }

  private static TapeFrame frame(long timestamp, boolean key) {
    byte[] payload = new byte[FRAME_BYTES];
    payload[0] = (byte) timestamp;
    return frame(timestamp, key, payload);
  }

  private void withDisk(long bytes) {
    spool = new Spool(new SpoolSettings(MEMORY_BYTES, dir, bytes), "a");
  }

  private TrackTape tape() {
    return new TrackTape(spool.tape("t", 0, () -> bus), "t", 0, 0);
  }

  /** Those of pictures from..to that were kept. */
  private static List<TapeEntry> capture(TrackTape tape, int from, int to, int group) {
    List<TapeEntry> kept = new ArrayList<>();
    for (int i = from; i < to; i++) {
      TapeEntry entry = tape.appendOrDrop(frame(i, i % group == 0), i, null);
      if (entry != null) {
        kept.add(entry);
      }
    }
    return kept;
  }

  private static List<Long> timestamps(List<TapeEntry> entries) {
    return entries.stream().map(TapeEntry::timestamp).toList();
  }

  private static List<Long> range(long from, long to) {
    return Stream.iterate(from, i -> i < to, i -> i + 1).toList();
  }

  private void awaitEmpty() {
    await().atMost(SOON).until(() -> spool.memoryBytes() == 0 && spool.diskBytes() == 0);
  }

  private long segments() throws IOException {
    try (Stream<Path> files = Files.list(dir.resolve("a"))) {
      return files.count();
    }
  }

  @Test
  void append_busAwayAndItFits_nothingIsLostAndOrderStays() {
    bus.away = true;
    List<TapeEntry> kept = capture(tape(), 0, FIT, 1);
    bus.away = false;
    awaitEmpty();

    assertThat(timestamps(kept)).isEqualTo(range(0, FIT));
    assertThat(bus.timestamps()).isEqualTo(range(0, FIT));
    assertThat(bus.taken)
        .allSatisfy(f -> assertThat(f.data().get(0)).isEqualTo((byte) f.timestamp()));
    assertThat(kept.get(FIT - 1).written().join().toOffset()).isEqualTo(FIT);
  }

  @Test
  void append_moreThanFits_picturesAreDroppedAndNamedUpToTheNextOneKept() {
    bus.away = true;
    TrackTape tape = tape();
    capture(tape, 0, FIT + 5, 1);
    bus.away = false;
    awaitEmpty();
    assertThat(bus.timestamps()).isEqualTo(range(0, FIT));
    TapeEntry next = capture(tape, FIT + 5, FIT + 6, 1).get(0);

    assertThat(next.gap()).isNotNull();
    assertThat(next.gap().cause()).isEqualTo(LossCause.AGENT_BUFFER_FULL);
    assertThat(next.gap().count()).isEqualTo(5);
    assertThat(next.gap().fromTimestamp()).isEqualTo(FIT);
    assertThat(next.gap().toTimestamp()).isEqualTo(FIT + 5);
  }

  @Test
  void append_packetsMoreThanFit_restOfTheGroupIsDropped() {
    bus.away = true;
    TrackTape tape = tape();
    capture(tape, 0, FIT + 1, 8);
    bus.away = false;
    awaitEmpty();
    List<TapeEntry> kept = capture(tape, FIT + 1, 18, 8);

    assertThat(timestamps(kept)).containsExactly(16L, 17L);
    assertThat(kept.get(0).gap())
        .isEqualTo(new Gap(LossCause.AGENT_BUFFER_FULL, 16 - FIT, FIT, 16, "the spool is full"));
  }

  @Test
  void append_gapBeforeADroppedFrame_isNamedToo() {
    bus.away = true;
    TrackTape tape = tape();
    capture(tape, 0, FIT, 1);
    tape.appendOrDrop(
        frame(FIT + 7, true), 0, new Gap(LossCause.DEVICE_STALLED, 7, FIT, FIT + 7, "silent"));
    bus.away = false;
    awaitEmpty();
    TapeEntry next = capture(tape, FIT + 8, FIT + 9, 1).get(0);

    assertThat(next.gap().count()).isEqualTo(8);
    assertThat(next.gap().fromTimestamp()).isEqualTo(FIT);
    assertThat(next.gap().toTimestamp()).isEqualTo(FIT + 8);
  }

  @Test
  void append_memoryFull_restGoesToDiskAndLeavesIt() throws IOException {
    withDisk(10 * FRAME_BYTES);
    bus.away = true;
    TrackTape tape = tape();
    List<TapeEntry> kept = capture(tape, 0, FIT + 20, 1);
    assertThat(spool.diskBytes()).isPositive().isLessThanOrEqualTo(10 * FRAME_BYTES);
    assertThat(spool.memoryBytes()).isLessThanOrEqualTo(MEMORY_BYTES);
    bus.away = false;
    awaitEmpty();

    assertThat(bus.timestamps()).isEqualTo(timestamps(kept)).hasSizeGreaterThan(FIT);
    assertThat(bus.taken)
        .allSatisfy(f -> assertThat(f.data().get(0)).isEqualTo((byte) f.timestamp()));
    await().atMost(SOON).until(() -> segments() == 0);
  }

  @Test
  void append_soundFillsWhatPicturesLeave_diskTakesBothAllTheSame() {
    withDisk(100 * FRAME_BYTES);
    bus.away = true;
    TrackTape pictures = tape();
    TrackTape sound = new TrackTape(spool.tape("s", 0, () -> bus), "s", 0, 0);
    for (int i = 0; i < 10 * FIT; i++) {
      assertThat(pictures.appendOrDrop(frame(i, true), i, null)).as("picture %s", i).isNotNull();
      for (int packet = 0; packet < 4; packet++) {
        TapeFrame heard = frame(4 * i + packet, true, new byte[100]);
        assertThat(sound.appendOrDrop(heard, i, null)).as("sound at %s", i).isNotNull();
      }
    }
    assertThat(spool.memoryBytes()).isLessThanOrEqualTo(MEMORY_BYTES);
    bus.away = false;
    awaitEmpty();
  }

  @Test
  void append_diskFull_takesTheRestOfMemory() {
    withDisk(1);
    bus.away = true;

    assertThat(capture(tape(), 0, FIT + 5, 1)).hasSize(FIT);
  }

  @Test
  void start_segmentsOfAnEarlierLife_areDeleted() throws IOException {
    withDisk(FRAME_BYTES);
    Files.write(dir.resolve("a").resolve("7.frames"), new byte[10]);
    withDisk(FRAME_BYTES);

    assertThat(segments()).isZero();
  }

  @Test
  void start_folderIsAFile_isRefused() throws IOException {
    Path file = Files.write(dir.resolve("file"), new byte[1]);

    assertThatThrownBy(() -> new Spool(new SpoolSettings(MEMORY_BYTES, file, 1), "a"))
        .isInstanceOf(MediaException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void tape_closedWhileFramesWait_nextSessionComesBehindThem() {
    bus.away = true;
    TrackTape first = tape();
    capture(first, 0, 3, 1);
    first.close();
    TrackTape second = tape();
    capture(second, 3, 6, 1);
    second.close();
    bus.away = false;
    awaitEmpty();

    assertThat(bus.timestamps()).isEqualTo(range(0, 6));
  }

  @Test
  void awaitEmpty_untilTheBusTakesAll_orForATime() throws InterruptedException {
    bus.away = true;
    TrackTape tape = tape();
    capture(tape, 0, 3, 1);
    tape.close();
    spool.awaitEmpty(10);
    assertThat(bus.timestamps()).isEmpty();

    bus.away = false;
    spool.awaitEmpty(60_000);
    assertThat(bus.timestamps()).isEqualTo(range(0, 3));
  }

  @Test
  void discard_tapeIsRemoved_othersHaveTheRoom() {
    bus.away = true;
    capture(tape(), 0, FIT, 1);
    spool.discard("t", 0);

    assertThat(spool.memoryBytes()).isZero();
    assertThat(capture(tape(), 0, FIT, 1)).hasSize(FIT);
  }
}
