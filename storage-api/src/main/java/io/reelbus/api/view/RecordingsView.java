package io.reelbus.api.view;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.RecordingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Recordings with their progress and result. */
public final class RecordingsView {

  /** How many deleted recordings' late events are recognised. */
  private static final int MAX_REMOVED = 10_000;

  /**
   * Place of a recording in the list, newest first.
   *
   * @param startedAtUs when it was started
   * @param recordingId breaks ties
   */
  public record Position(long startedAtUs, String recordingId) implements Comparable<Position> {

    private static final Comparator<Position> NEWEST_FIRST =
        Comparator.comparingLong(Position::startedAtUs)
            .reversed()
            .thenComparing(Position::recordingId);

    @Override
    public int compareTo(Position other) {
      return NEWEST_FIRST.compare(this, other);
    }

    static Position of(RecordingSpec spec) {
      return new Position(spec.startedAtUs(), spec.recordingId());
    }
  }

  private final Map<String, RecordingAccount> accounts = new HashMap<>();
  private final NavigableMap<Position, RecordingAccount> newestFirst = new TreeMap<>();
  private final Set<String> removed =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > MAX_REMOVED;
            }
          });

  synchronized void put(RecordingSpec spec) {
    removed.remove(spec.recordingId());
    RecordingAccount account =
        accounts.computeIfAbsent(spec.recordingId(), id -> new RecordingAccount());
    RecordingSpec before = account.spec();
    if (before != null) {
      newestFirst.remove(Position.of(before));
    }
    account.spec(spec);
    newestFirst.put(Position.of(spec), account);
  }

  synchronized void remove(String recordingId) {
    removed.add(recordingId);
    RecordingAccount account = accounts.remove(recordingId);
    RecordingSpec spec = account == null ? null : account.spec();
    if (spec != null) {
      newestFirst.remove(Position.of(spec));
    }
  }

  synchronized void apply(LedgerEvent event) {
    if (event instanceof LedgerEvent.SourceOpened
        || event instanceof LedgerEvent.SourceFailed
        || event instanceof LedgerEvent.SourceEnded
        || removed.contains(event.subjectId())) {
      return;
    }
    accounts.computeIfAbsent(event.subjectId(), id -> new RecordingAccount()).apply(event);
  }

  /** Drops accounts of recordings that were deleted before this process started. */
  synchronized void dropUnknown() {
    accounts.values().removeIf(account -> account.spec() == null);
  }

  /** A recording. */
  public synchronized Optional<RecordingSnapshot> recording(String recordingId) {
    RecordingAccount account = accounts.get(recordingId);
    return account == null ? Optional.empty() : Optional.ofNullable(account.snapshot());
  }

  /** Slices of an unfinished recording. */
  public synchronized List<SliceLine> lines(String recordingId) {
    RecordingAccount account = accounts.get(recordingId);
    return account == null ? List.of() : account.lines();
  }

  /**
   * Recordings that match, newest first.
   *
   * @param behind start behind this place; null for the newest
   * @param limit how many at most
   */
  public synchronized List<RecordingSnapshot> list(
      @Nullable Position behind, int limit, Predicate<RecordingSnapshot> matches) {
    List<RecordingSnapshot> page = new ArrayList<>();
    for (RecordingAccount account :
        (behind == null ? newestFirst : newestFirst.tailMap(behind, false)).values()) {
      RecordingSnapshot snapshot = account.snapshot();
      if (snapshot != null && matches.test(snapshot)) {
        page.add(snapshot);
        if (page.size() == limit) {
          break;
        }
      }
    }
    return page;
  }

  /** How many are known. */
  public synchronized int size() {
    return newestFirst.size();
  }
}
