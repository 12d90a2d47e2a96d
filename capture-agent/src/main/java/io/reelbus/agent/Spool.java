package io.reelbus.agent;

import io.reelbus.bus.TapeWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Stands between capture and the bus, so that no capture thread ever waits for Kafka: what a live
 * track gives is kept here, in memory and then on disk, and goes to the bus in order as soon as
 * that takes it (I8). Any thread.
 *
 * <p>Bounds: those of {@link SpoolSettings}, for all tracks of the agent together, with {@value
 * SpoolTape#FRAME_BYTES} bytes of memory for each frame beside its payload. A frame that does not
 * fit is refused; {@link TrackTape} drops it and the ledger names it.
 */
final class Spool implements AutoCloseable {

  private final ByteBound memory;
  private final SpoolFolder folder;
  private final Map<String, SpoolTape> tapes = new HashMap<>();
  private int atWork; // threads of tapes

  Spool(SpoolSettings settings, String agentId) {
    this.memory = new ByteBound(settings.memoryBytes());
    this.folder = new SpoolFolder(settings, agentId);
  }

  /**
   * The spooled writer of a tape. A session that comes while frames of an earlier one still wait
   * gets the same, and its frames come behind theirs. Every caller closes it once.
   */
  synchronized SpoolTape tape(String topic, int partition, Supplier<TapeWriter> writer) {
    String name = topic + "-" + partition;
    SpoolTape tape = tapes.get(name);
    if (tape == null) {
      tape = new SpoolTape(name, writer.get(), memory, folder);
      tapes.put(name, tape);
      SpoolTape made = tape;
      atWork++;
      Threads.daemon("reelbus-spool-" + name, () -> run(name, made)).start();
    }
    tape.use();
    return tape;
  }

  private void run(String name, SpoolTape tape) {
    boolean over = false;
    while (!over) {
      over = !tape.runOnce() && forget(name, tape);
    }
    tape.finish();
    synchronized (this) {
      atWork--;
      notifyAll();
    }
  }

  /** Under the lock, so that nobody gets it who comes now; false when somebody has. */
  private synchronized boolean forget(String name, SpoolTape tape) {
    boolean over = tape.isOver();
    if (over) {
      tapes.remove(name, tape);
    }
    return over;
  }

  /** Waits until all that was given is on the bus, and nobody gives more; or for a time. */
  synchronized void awaitEmpty(long millis) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (long left = millis; left > 0 && atWork > 0; ) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    }
  }

  /** A tape is removed: what waits for it is discarded. */
  synchronized void discard(String topic, int partition) {
    SpoolTape tape = tapes.remove(topic + "-" + partition);
    if (tape != null) {
      tape.discard();
    }
  }

  /** Bytes of memory that are taken. */
  long memoryBytes() {
    return memory.taken();
  }

  /** Bytes of disk that are taken. */
  long diskBytes() {
    return folder.bound().taken();
  }

  /** Why frames wait; empty when the bus takes them. */
  synchronized String trouble() {
    return tapes.values().stream()
        .map(SpoolTape::trouble)
        .filter(trouble -> !trouble.isEmpty())
        .findFirst()
        .map(t -> t + "; the spool holds " + memoryBytes() + " + " + diskBytes() + " bytes")
        .orElse("");
  }

  /** Discards what is left, as a crash would: who comes next names it. */
  @Override
  public void close() {
    List<SpoolTape> left;
    synchronized (this) {
      left = List.copyOf(tapes.values());
    }
    left.forEach(SpoolTape::discard);
  }
}
