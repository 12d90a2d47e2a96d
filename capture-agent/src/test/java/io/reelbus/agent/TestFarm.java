package io.reelbus.agent;

import io.reelbus.bus.Bus;
import io.reelbus.bus.CutConsumer;
import io.reelbus.bus.Delivery;
import io.reelbus.bus.TapeReader;
import io.reelbus.ffmpeg.CutEncoder;
import io.reelbus.ffmpeg.FrameSource;
import io.reelbus.model.Chunk;
import io.reelbus.model.ChunkId;
import io.reelbus.model.Cut;
import io.reelbus.model.LedgerEvent;
import io.reelbus.model.TapeFrame;
import io.reelbus.model.TapeRange;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One encoder lane that keeps its chunks where a test can look at them. */
final class TestFarm implements AutoCloseable {

  private final Bus bus;
  private final Thread thread;
  private final Map<ChunkId, Chunk> chunks = new ConcurrentHashMap<>();
  private final Map<ChunkId, Chunk> firsts = new ConcurrentHashMap<>(); // which count (I3)
  private final Map<ChunkId, Cut> cuts = new ConcurrentHashMap<>();
  private volatile boolean closing;
  private volatile boolean paused;

  TestFarm(Bus bus) {
    this.bus = bus;
    this.thread = new Thread(this::run, "reelbus-test-farm");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try (CutConsumer consumer = bus.cutConsumer();
        TapeReader reader = bus.tapeReader()) {
      while (!closing) {
        Delivery delivery = paused ? null : consumer.poll(Duration.ofMillis(200));
        if (paused) {
          LockSupport.parkNanos(1_000_000);
        }
        if (delivery != null) {
          Cut cut = delivery.cut();
          Chunk chunk = CutEncoder.encode(cut, new Frames(reader, cut), "test", delivery.attempt());
          cuts.put(cut.id(), cut);
          chunks.put(cut.id(), chunk);
          firsts.putIfAbsent(cut.id(), chunk);
          delivery.accept();
          bus.ledgerPublisher()
              .publish(
                  new LedgerEvent.Encoded(
                      cut.id(), chunk.units(), chunk.sizeBytes(), "test", delivery.attempt()))
              .toCompletableFuture()
              .join();
        }
      }
    }
  }

  private static final class Frames implements FrameSource {
    private final TapeReader reader;
    private final Deque<TapeRange> left;
    private boolean open;

    Frames(TapeReader reader, Cut cut) {
      this.reader = reader;
      this.left = new ArrayDeque<>(cut.tape());
    }

    @Override
    public @Nullable TapeFrame next() {
      while (true) {
        if (open) {
          TapeFrame frame = reader.next();
          if (frame != null) {
            return frame;
          }
          open = false;
        }
        TapeRange range = left.poll();
        if (range == null) {
          return null;
        }
        if (!range.isEmpty()) {
          reader.open(range);
          open = true;
        }
      }
    }
  }

  /** While true it finishes the cut it has, and takes no more. */
  void pause(boolean isPaused) {
    paused = isPaused;
  }

  /** Chunks of one track by slice. */
  NavigableMap<Integer, Chunk> chunks(String recordingId, int track) {
    return of(recordingId, track, chunks);
  }

  /** The same; of a slice that was made more than once, what was made first. */
  NavigableMap<Integer, Chunk> firstChunks(String recordingId, int track) {
    return of(recordingId, track, firsts);
  }

  private static NavigableMap<Integer, Chunk> of(
      String recordingId, int track, Map<ChunkId, Chunk> all) {
    TreeMap<Integer, Chunk> found = new TreeMap<>();
    all.forEach(
        (id, chunk) -> {
          if (id.recordingId().equals(recordingId) && id.track() == track) {
            found.put(id.slice(), chunk);
          }
        });
    return found;
  }

  /** Whether every slice of a track is there, up to its last. */
  boolean isComplete(String recordingId, int track) {
    NavigableMap<Integer, Chunk> found = chunks(recordingId, track);
    return !found.isEmpty()
        && found.lastEntry().getValue().last()
        && found.size() == found.lastKey() + 1;
  }

  Cut cut(String recordingId, int track, int slice) {
    return Objects.requireNonNull(cuts.get(new ChunkId(recordingId, track, slice)));
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
