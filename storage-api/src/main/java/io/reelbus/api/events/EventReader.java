package io.reelbus.api.events;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** One listener's way through the log. Belongs to one thread. */
public final class EventReader {

  /**
   * An event and the place behind it.
   *
   * @param place to resume from
   */
  public record Told(Event event, Place place) {}

  /**
   * What comes next.
   *
   * @param missed whether events before these are no longer kept
   * @param events that match, maybe none though more lines follow
   * @param end whether this was all there is by now
   */
  public record Batch(boolean missed, List<Told> events, boolean end) {}

  private static final int LINES = 200;

  private final EventLog log;
  private Place place;
  private long number;
  private boolean lost; // told with the next batch

  /** A reader that begins at a place, or at the oldest line kept when it is not kept any more. */
  public EventReader(EventLog log, Place start) {
    this.log = log;
    this.place = start;
    this.number = log.first();
    if (!log.keeps(start)) {
      lost = true;
      place = log.oldest();
    }
  }

  /** The place behind what was read. */
  public Place place() {
    return place;
  }

  /** Reads on. */
  public Batch read(Predicate<Event> matches) {
    EventLog.Batch batch = log.from(number, place, LINES);
    Place restart = batch.restart();
    boolean missed = lost || restart != null;
    lost = false;
    place = restart == null ? place : restart;
    number = batch.from();
    List<Told> told = new ArrayList<>();
    for (EventLog.Entry entry : batch.entries()) {
      number++;
      List<Event> events = entry.events();
      int known = place.toldOf(entry.partition(), entry.offset());
      for (int i = known; i < events.size(); i++) {
        place = place.behind(entry.partition(), entry.offset(), i + 1, events.size());
        if (matches.test(events.get(i))) {
          told.add(new Told(events.get(i), place));
        }
      }
    }
    return new Batch(missed, told, batch.entries().size() < LINES);
  }
}
