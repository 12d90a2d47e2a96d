package io.reelbus.api.view;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.LedgerEvent.BlobMade;
import io.reelbus.model.RecordingSpec;
import io.reelbus.model.RecordingState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
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
  private final Set<String> open = new TreeSet<>();
  private final Set<String> unknownBefore = new HashSet<>();
  private final Waiters<RecordingSnapshot> waiters = new Waiters<>();
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
    changed(spec.recordingId(), account);
  }

  synchronized void remove(String recordingId) {
    removed.add(recordingId);
    RecordingAccount account = accounts.remove(recordingId);
    RecordingSpec spec = account == null ? null : account.spec();
    if (spec != null) {
      newestFirst.remove(Position.of(spec));
    }
    open.remove(recordingId);
    waiters.changed(recordingId, () -> null);
  }

  synchronized void apply(LedgerEvent event) {
    if (event instanceof LedgerEvent.SourceOpened
        || event instanceof LedgerEvent.SourceFailed
        || event instanceof LedgerEvent.SourceEnded
        || event instanceof LedgerEvent.SourceTracks
        || event instanceof LedgerEvent.TrackMuted
        || event instanceof LedgerEvent.TrackOverconstrained
        || event instanceof LedgerEvent.Interrupted
        || event instanceof LedgerEvent.RecorderAsked
        || removed.contains(event.subjectId())) {
      return;
    }
    RecordingAccount account =
        accounts.computeIfAbsent(event.subjectId(), id -> new RecordingAccount());
    account.apply(event);
    changed(event.subjectId(), account);
  }

  private void changed(String recordingId, RecordingAccount account) {
    if (account.open()) {
      open.add(recordingId);
    } else {
      open.remove(recordingId);
    }
    waiters.changed(recordingId, account::snapshot);
  }

  /**
   * Drops accounts that the ledger knows but nobody asked for: their recordings were deleted. One
   * is dropped by the second call that finds it so, because its spec may still be on the way.
   */
  public synchronized void dropUnknown() {
    Set<String> unknown = new HashSet<>();
    accounts.forEach(
        (id, account) -> {
          if (account.spec() == null) {
            unknown.add(id);
          }
        });
    unknownBefore.retainAll(unknown);
    accounts.keySet().removeAll(unknownBefore);
    unknownBefore.clear();
    unknownBefore.addAll(unknown);
  }

  /**
   * Completes when the recording is as wanted; null stands for "not there". Register before asking
   * for the change; the caller sets the deadline. It is completed by a tail thread.
   */
  public synchronized CompletableFuture<@Nullable RecordingSnapshot> await(
      String recordingId, Predicate<@Nullable RecordingSnapshot> enough) {
    RecordingAccount account = accounts.get(recordingId);
    return waiters.add(recordingId, enough, account == null ? null : account.snapshot());
  }

  /** Recordings that are unfinished, or finished without having been asked to stop. */
  public synchronized List<RecordingSnapshot> open() {
    List<RecordingSnapshot> all = new ArrayList<>();
    for (String id : open) {
      recording(id).ifPresent(all::add);
    }
    return all;
  }

  /** Cuts that wait for encoders, by track of the unfinished recordings. */
  public synchronized List<WaitingCuts> waiting() {
    return open.stream().flatMap(id -> accounts.get(id).waiting().stream()).toList();
  }

  /** How many recordings are in each state. */
  public synchronized Map<RecordingState, Integer> counts() {
    Map<RecordingState, Integer> counts = new EnumMap<>(RecordingState.class);
    newestFirst.values().forEach(account -> counts.merge(account.state(), 1, Integer::sum));
    return counts;
  }

  /** A recording. */
  public synchronized Optional<RecordingSnapshot> recording(String recordingId) {
    RecordingAccount account = accounts.get(recordingId);
    return account == null ? Optional.empty() : Optional.ofNullable(account.snapshot());
  }

  /** The stream a recording records; null when it is not known. */
  public synchronized @Nullable String streamOf(String recordingId) {
    RecordingAccount account = accounts.get(recordingId);
    RecordingSpec spec = account == null ? null : account.spec();
    return spec == null ? null : spec.streamId();
  }

  /** A blob of a recording without a file so far, one of the newest; null for others. */
  public synchronized @Nullable BlobMade blob(String recordingId, int slice) {
    RecordingAccount account = accounts.get(recordingId);
    return account == null ? null : account.blob(slice);
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
}
