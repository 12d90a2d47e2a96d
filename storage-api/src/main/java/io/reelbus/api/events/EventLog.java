package io.reelbus.api.events;

import io.reelbus.bus.LedgerLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The newest ledger lines and what they mean. Listeners keep only their place, so a slow one costs
 * nothing; one whose place is no longer kept is told. Bound: a number of lines.
 */
public final class EventLog {

  /** A line and its events. */
  record Entry(int partition, long offset, List<Event> events) {}

  /**
   * Some entries.
   *
   * @param from number of the first in this process
   * @param restart the place before it, when lines between the asked-for place and it are dropped
   */
  record Batch(long from, List<Entry> entries, @Nullable Place restart) {}

  private final @Nullable Entry[] ring;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long count;
  private long[] next = new long[0]; // per partition, behind the newest line
  private long[] dropped = new long[0]; // per partition, the newest line that is not kept; or -1

  /**
   * Makes an empty one.
   *
   * @param capacity lines kept, at least 1
   */
  public EventLog(int capacity) {
    ring = new @Nullable Entry[capacity];
  }

  /** Adds a line; lines of a partition come in order. */
  public void add(LedgerLine line, List<Event> events) {
    synchronized (this) {
      int partition = line.partition();
      if (partition >= next.length) {
        int before = next.length;
        next = Arrays.copyOf(next, partition + 1);
        dropped = Arrays.copyOf(dropped, partition + 1);
        Arrays.fill(dropped, before, partition + 1, -1);
      }
      if (next[partition] == 0) {
        dropped[partition] = line.offset() - 1; // the log itself may begin later than at 0
      }
      next[partition] = line.offset() + 1;
      int at = (int) (count % ring.length);
      Entry old = ring[at];
      if (old != null) {
        dropped[old.partition()] = old.offset();
      }
      ring[at] = new Entry(partition, line.offset(), events);
      count++;
    }
    listeners.forEach(Runnable::run);
  }

  /** Lines added since the start. */
  public synchronized long count() {
    return count;
  }

  /** The place behind everything that was read. */
  public synchronized Place now() {
    return Place.of(next.clone());
  }

  /** The place before the oldest line that is kept. */
  public synchronized Place oldest() {
    long[] oldest = new long[next.length];
    for (int i = 0; i < oldest.length; i++) {
      oldest[i] = dropped[i] + 1;
    }
    return Place.of(oldest);
  }

  /** Whether every event behind a place is still kept. */
  synchronized boolean keeps(Place place) {
    for (int i = 0; i < next.length; i++) {
      if (dropped[i] >= place.next(i)) {
        return false;
      }
    }
    return true;
  }

  /** Number of the oldest entry kept. */
  synchronized long first() {
    return Math.max(0, count - ring.length);
  }

  /**
   * Entries from a number on.
   *
   * @param place of who asks
   * @param limit how many at most
   */
  synchronized Batch from(long number, Place place, int limit) {
    long from = Math.max(number, first());
    Place restart = from > number && !keeps(place) ? oldest() : null;
    List<Entry> entries = new ArrayList<>();
    for (long at = from; at < count && entries.size() < limit; at++) {
      Entry entry = ring[(int) (at % ring.length)];
      if (entry != null) {
        entries.add(entry);
      }
    }
    return new Batch(from, entries, restart);
  }

  /** Calls {@code listener} after every line, by a tail thread: it must only pass the word on. */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Ends {@link #listen}. */
  public void unlisten(Runnable listener) {
    listeners.remove(listener);
  }
}
