package io.reelbus.agent;

import io.reelbus.agent.TapeEntry.Gap;
import io.reelbus.bus.TapeWriter;
import io.reelbus.model.MediaException;
import io.reelbus.model.SideData;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeMark;
import io.reelbus.model.TapeRange;
import io.reelbus.model.TapeRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Writes one track's frames to its tape and remembers what it wrote. One writing thread. */
final class TrackTape implements AutoCloseable {

  private static final int SKIP_SAMPLES = 11; // AV_PKT_DATA_SKIP_SAMPLES
  private static final int FULL_RETRIES = 30;

  private final TapeWriter writer;
  private final String topic;
  private final int partition;
  private final ConcurrentSkipListMap<Long, TapeEntry> failed = new ConcurrentSkipListMap<>();
  private volatile long position;
  private int padding; // priming samples of the track, until its first packet is written
  private boolean begun; // a live session's
  private @Nullable Gap dropped; // since the last frame that was kept

  /**
   * Makes one.
   *
   * @param initialPadding priming samples that the track is declared to begin with
   */
  TrackTape(TapeWriter writer, String topic, int partition, int initialPadding) {
    this.writer = writer;
    this.topic = topic;
    this.partition = partition;
    this.padding = initialPadding;
  }

  String topic() {
    return topic;
  }

  int partition() {
    return partition;
  }

  /** Bytes written so far. */
  long position() {
    return position;
  }

  /**
   * Writes a file's frame. Waits while the bus is full, for five minutes at most.
   *
   * @throws MediaException when the bus did not take it
   */
  TapeEntry append(TapeFrame frame, long wallUs, @Nullable Gap gap) {
    for (int attempt = 1; ; attempt++) {
      try {
        return remember(frame, wallUs, gap, writer.append(frame).toCompletableFuture());
      } catch (MediaException e) {
        if (e.next() != MediaException.Next.RETRY || attempt == FULL_RETRIES) {
          throw e;
        }
      }
    }
  }

  /**
   * Writes a live frame, or drops it when the writer's buffer is full: of pictures and PCM just
   * this one, of packets it and all up to the next key packet, which could not be decoded. The next
   * entry's gap names all of it, from the first frame dropped to that entry (I8).
   *
   * @return null when it was dropped
   */
  @Nullable TapeEntry appendOrDrop(TapeFrame frame, long wallUs, @Nullable Gap gap) {
    String why = dropped == null ? "" : dropped.detail();
    if (dropped == null || frame.key()) {
      try {
        Gap before = dropped == null ? gap : dropped.and(gap).until(frame.timestamp());
        TapeMark mark = new TapeMark(!begun, Gap.said(before));
        CompletableFuture<TapeRange> written = writer.append(frame, mark).toCompletableFuture();
        begun = true;
        dropped = null;
        return remember(frame, wallUs, before, written);
      } catch (MediaException e) {
        why = String.valueOf(e.getMessage());
      }
    }
    Gap with = Gap.dropped(frame, why).and(gap);
    dropped = dropped == null ? with : dropped.and(with);
    return null;
  }

  private TapeEntry remember(
      TapeFrame frame, long wallUs, @Nullable Gap gap, CompletableFuture<TapeRange> written) {
    int priming = frame.timestamp() < 0 ? (int) Math.min(padding, -frame.timestamp()) : 0;
    padding = 0;
    TapeEntry entry = entry(frame, frame.size(), priming, position, wallUs, gap, written);
    position = entry.endPosition();
    var unused =
        written.whenComplete(
            (range, error) -> {
              if (error != null) {
                failed.put(entry.position(), entry);
              }
            });
    return entry;
  }

  /**
   * What an earlier session wrote to a live tape.
   *
   * @param position as if this session had written it
   * @param wallUs wall clock when it was read from the device
   */
  static TapeEntry found(TapeRecord record, long position, long wallUs) {
    return entry(
        record.frame(),
        record.sizeBytes(),
        0,
        position,
        wallUs,
        Gap.of(record.mark().missing()),
        CompletableFuture.completedFuture(record.range()));
  }

  private static TapeEntry entry(
      TapeFrame frame,
      long sizeBytes,
      int priming,
      long position,
      long wallUs,
      @Nullable Gap gap,
      CompletableFuture<TapeRange> written) {
    int[] skip = skip(frame);
    return new TapeEntry(
        position,
        (int) Math.max(1, sizeBytes),
        frame.timestamp(),
        frame.decodeTimestamp(),
        frame.duration(),
        frame.key(),
        frame.sampleCount(),
        skip[0] == 0 ? priming : skip[0],
        skip[1],
        SideData.hides(frame.sideData()),
        wallUs,
        gap,
        written);
  }

  /** Samples to skip at the start and the end of a packet. */
  private static int[] skip(TapeFrame frame) {
    for (SideData side : frame.sideData()) {
      if (side.type() == SKIP_SAMPLES && side.data().length >= 8) {
        ByteBuffer data = ByteBuffer.wrap(side.data()).order(ByteOrder.LITTLE_ENDIAN);
        return new int[] {Math.max(0, data.getInt(0)), Math.max(0, data.getInt(4))};
      }
    }
    return new int[] {0, 0};
  }

  /** Frames between two positions that the bus did not take after all; samples for sound. */
  long failedUnits(long fromPosition, long toPosition) {
    return failed.subMap(fromPosition, toPosition).values().stream()
        .mapToLong(e -> e.sampleCount() > 0 ? e.sampleCount() : 1)
        .sum();
  }

  @Override
  public void close() {
    writer.close();
  }
}
