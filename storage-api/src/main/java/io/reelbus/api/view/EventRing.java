package io.reelbus.api.view;

import io.reelbus.model.LedgerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The newest ledger events, numbered, for clients that listen. Listeners keep only a number, so a
 * slow one costs nothing; when it falls out of the ring it is told.
 */
public final class EventRing {

  /**
   * An event with its number.
   *
   * @param sequence counted from 0 by this process
   */
  public record Numbered(long sequence, LedgerEvent event) {}

  /**
   * What to send next.
   *
   * @param missed whether events between the asked-for place and the first were dropped
   * @param events in order, maybe none
   * @param next ask for this next time
   */
  public record Batch(boolean missed, List<Numbered> events, long next) {}

  private final @Nullable LedgerEvent[] ring;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long next;

  /**
   * Makes an empty ring.
   *
   * @param capacity events kept
   */
  public EventRing(int capacity) {
    ring = new @Nullable LedgerEvent[capacity];
  }

  void add(LedgerEvent event) {
    synchronized (this) {
      ring[(int) (next % ring.length)] = event;
      next++;
    }
    listeners.forEach(Runnable::run);
  }

  /** Number of the event that comes next. */
  public synchronized long next() {
    return next;
  }

  /** Number of the oldest event kept. */
  public synchronized long oldest() {
    return Math.max(0, next - ring.length);
  }

  /**
   * Events from {@code sequence} on that match.
   *
   * @param limit how many at most
   */
  public synchronized Batch from(long sequence, int limit, Predicate<LedgerEvent> matches) {
    long oldest = Math.max(0, next - ring.length);
    long at = Math.max(sequence, oldest);
    List<Numbered> events = new ArrayList<>();
    for (; at < next && events.size() < limit; at++) {
      LedgerEvent event = ring[(int) (at % ring.length)];
      if (event != null && matches.test(event)) {
        events.add(new Numbered(at, event));
      }
    }
    return new Batch(sequence < oldest, events, at);
  }

  /** Calls {@code listener} after every event, by a tail thread: it must only pass the word on. */
  public void listen(Runnable listener) {
    listeners.add(listener);
  }

  /** Ends {@link #listen}. */
  public void unlisten(Runnable listener) {
    listeners.remove(listener);
  }
}
