package io.reelbus.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.reelbus.model.MediaException;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TapeTest {

  @RegisterExtension static final Broker BROKER = new Broker(Duration.ofSeconds(30));

  private static final int RECORD = 64 << 10;

  private String topic;

  @BeforeEach
  void makeTape() {
    topic = Topics.tape(UUID.randomUUID().toString());
    BROKER.bus().tapes().createDeviceTape(topic, Duration.ofHours(1));
  }

  @Test
  void append_framesOfAllSizes_readBackEqual() {
    List<TapeFrame> frames = new ArrayList<>();
    for (int size : new int[] {0, 1, 1000, RECORD - 1, RECORD, RECORD + 1, 5 * RECORD + 7}) {
      frames.add(Samples.frame(frames.size(), size));
    }

    TapeRange all = write(frames);

    assertThat(read(all)).isEqualTo(frames);
    assertThat(all.toOffset() - all.fromOffset()).isEqualTo(5 + 2 + 6);
  }

  @Test
  void append_directBufferReusedByCaller_readsBackWhatItHeldBefore() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(100_000);
    List<TapeRange> ranges = new ArrayList<>();
    try (TapeWriter writer = BROKER.bus().tapeWriter(topic, 0)) {
      for (int i = 0; i < 5; i++) {
        buffer.clear().put(Samples.bytes(100_000, i)).flip();
        TapeFrame f = Samples.frame(i, 0);
        writer
            .append(
                new TapeFrame(
                    f.timestamp(),
                    f.decodeTimestamp(),
                    f.duration(),
                    f.key(),
                    f.sampleCount(),
                    f.picture(),
                    f.sideData(),
                    buffer))
            .thenAccept(ranges::add);
        assertThat(buffer.remaining()).isEqualTo(100_000);
      }
    }

    assertThat(ranges).hasSize(5);
    assertThat(read(new TapeRange(topic, 0, 0, ranges.get(4).toOffset())))
        .isEqualTo(
            java.util.stream.IntStream.range(0, 5)
                .mapToObj(i -> Samples.frame(i, 100_000))
                .toList());
  }

  @Test
  void next_partsOfTheTape_givesExactlyThose() {
    List<TapeFrame> frames = frames(100, 700);
    write(frames);

    try (TapeReader reader = BROKER.bus().tapeReader()) {
      assertThat(drain(reader, new TapeRange(topic, 0, 10, 20))).isEqualTo(frames.subList(10, 20));
      assertThat(drain(reader, new TapeRange(topic, 0, 20, 30))).isEqualTo(frames.subList(20, 30));
      assertThat(drain(reader, new TapeRange(topic, 0, 15, 25))).isEqualTo(frames.subList(15, 25));
      assertThat(drain(reader, new TapeRange(topic, 0, 25, 25))).isEmpty();
      assertThat(drain(reader, new TapeRange(topic, 0, 99, 100)))
          .isEqualTo(frames.subList(99, 100));
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void next_rangeThatBeginsInsideASplitFrame_skipsItsRest() {
    write(List.of(Samples.frame(0, 3 * RECORD), Samples.frame(1, 10)));

    assertThat(read(new TapeRange(topic, 0, 1, 4))).containsExactly(Samples.frame(1, 10));
  }

  @Test
  void nextHere_tapeThatGrows_givesEachFrameWhenAllOfItIsThere() {
    try (TapeReader reader = BROKER.bus().tapeReader()) {
      reader.open(new TapeRange(topic, 0, 0, Long.MAX_VALUE));
      assertThat(reader.nextHere()).isNull();
      assertThat(reader.position()).isZero();

      TapeRange first = append(Samples.frame(0, 3 * RECORD));
      assertThat(soon(reader)).isEqualTo(Samples.frame(0, 3 * RECORD));
      assertThat(reader.position()).isEqualTo(first.toOffset());

      append(Samples.frame(1, 10));
      append(Samples.frame(2, 10));
      assertThat(soon(reader)).isEqualTo(Samples.frame(1, 10));
      assertThat(drain(reader, new TapeRange(topic, 0, reader.position(), 5)))
          .containsExactly(Samples.frame(2, 10));
    }
  }

  @Test
  void nextHere_freedRange_isQuarantined() {
    write(frames(10, 10));
    BROKER.bus().tapes().free(topic, 0, 5);
    try (TapeReader reader = BROKER.bus().tapeReader()) {
      reader.open(new TapeRange(topic, 0, 0, Long.MAX_VALUE));

      assertThatThrownBy(() -> soon(reader))
          .isInstanceOfSatisfying(
              MediaException.class,
              e -> assertThat(e.next()).isEqualTo(MediaException.Next.QUARANTINE));
    }
  }

  @Test
  void next_tapesOfTwoPartitions_areApart() {
    String pool = BROKER.bus().tapes().pool("agent/1");
    assertThat(BROKER.bus().tapes().partitions(pool)).isEqualTo(4);
    TapeRange a = write(pool, 1, frames(3, 10));
    TapeRange b = write(pool, 2, frames(5, 20));

    try (TapeReader reader = BROKER.bus().tapeReader()) {
      assertThat(drain(reader, a)).isEqualTo(frames(3, 10));
      assertThat(drain(reader, b)).isEqualTo(frames(5, 20));
      assertThat(drain(reader, a)).isEqualTo(frames(3, 10));
    }
  }

  @Test
  void next_freedRange_isQuarantined() {
    TapeRange all = write(frames(10, 10));
    BROKER.bus().tapes().free(topic, 0, 5);
    BROKER.bus().tapes().free(topic, 0, 3);

    assertThat(BROKER.bus().tapes().startOffset(topic, 0)).isEqualTo(5);
    assertThat(BROKER.bus().tapes().endOffset(topic, 0)).isEqualTo(10);
    try (TapeReader reader = BROKER.bus().tapeReader()) {
      reader.open(all);
      assertThatThrownBy(reader::next)
          .isInstanceOfSatisfying(
              MediaException.class,
              e -> assertThat(e.next()).isEqualTo(MediaException.Next.QUARANTINE))
          .hasMessageContaining(topic);
      assertThat(drain(reader, new TapeRange(topic, 0, 5, 10)))
          .isEqualTo(frames(10, 10).subList(5, 10));
    }
  }

  @Test
  void free_wholeTape_isEmpty() {
    TapeRange all = write(frames(10, 10));

    BROKER.bus().tapes().free(topic, 0, all.toOffset());

    assertThat(BROKER.bus().tapes().startOffset(topic, 0)).isEqualTo(all.toOffset());
  }

  @Test
  void deleteTopic_twice_isGone() {
    BROKER.bus().tapes().deleteTopic(topic);
    BROKER.bus().tapes().deleteTopic(topic);

    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> BROKER.bus().tapes().partitions(topic))
                    .isInstanceOf(MediaException.class));
  }

  private TapeRange append(TapeFrame frame) {
    try (TapeWriter writer = BROKER.bus().tapeWriter(topic, 0)) {
      return writer.append(frame).toCompletableFuture().join();
    }
  }

  private static TapeFrame soon(TapeReader reader) {
    return await().pollInterval(Duration.ofMillis(1)).until(reader::nextHere, Objects::nonNull);
  }

  private TapeRange write(List<TapeFrame> frames) {
    return write(topic, 0, frames);
  }

  private static TapeRange write(String topic, int partition, List<TapeFrame> frames) {
    try (TapeWriter writer = BROKER.bus().tapeWriter(topic, partition)) {
      List<CompletableFuture<TapeRange>> ranges =
          frames.stream().map(f -> writer.append(f).toCompletableFuture()).toList();
      long to = 0;
      for (CompletableFuture<TapeRange> range : ranges) {
        assertThat(range.join().fromOffset()).isEqualTo(to);
        to = range.join().toOffset();
      }
      return new TapeRange(topic, partition, 0, to);
    }
  }

  private static List<TapeFrame> read(TapeRange range) {
    try (TapeReader reader = BROKER.bus().tapeReader()) {
      return drain(reader, range);
    }
  }

  private static List<TapeFrame> drain(TapeReader reader, TapeRange range) {
    List<TapeFrame> frames = new ArrayList<>();
    reader.open(range);
    for (TapeFrame frame; (frame = reader.next()) != null; ) {
      frames.add(frame);
    }
    return frames;
  }

  private static List<TapeFrame> frames(int count, int size) {
    List<TapeFrame> frames = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      frames.add(Samples.frame(i, size));
    }
    return frames;
  }
}
