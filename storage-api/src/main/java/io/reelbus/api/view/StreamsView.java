package io.reelbus.api.view;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.StreamSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Streams with the state of their sources. A stream whose spec is gone from the bus is remembered
 * for a while, because recordings made from it name its tracks.
 */
public final class StreamsView {

  /** Sources of a stream: those it was opened with, and one for every track that was added. */
  public static final int MAX_SOURCES = 1000;

  private static final int MAX_REMEMBERED = 10_000;

  private static final class Entry {
    @Nullable StreamSpec spec;
    boolean removed;
    final Map<Integer, SourceState> sources = new TreeMap<>();

    @Nullable StreamState state() {
      if (spec == null) {
        return null;
      }
      List<SourceState> states = new ArrayList<>();
      for (int i = 0; i < spec.sources().size(); i++) {
        states.add(sources.getOrDefault(i, SourceState.OPENING));
      }
      return new StreamState(spec, states);
    }
  }

  private final Map<String, Entry> streams = new LinkedHashMap<>();
  private final Waiters<StreamState> waiters = new Waiters<>();

  /**
   * Completes when the stream is as wanted; the state is null while it is not on the bus. Register
   * before asking for the change; the caller sets the deadline. It is completed by a tail thread.
   */
  public synchronized CompletableFuture<@Nullable StreamState> await(
      String streamId, Predicate<@Nullable StreamState> enough) {
    return waiters.add(streamId, enough, shown(streams.get(streamId)));
  }

  synchronized void put(StreamSpec spec) {
    Entry entry = entry(spec.streamId());
    entry.spec = spec;
    entry.removed = false;
    changed(spec.streamId());
  }

  synchronized void remove(String streamId) {
    Entry entry = streams.get(streamId);
    if (entry != null) {
      entry.removed = true;
      changed(streamId);
    }
  }

  synchronized void apply(LedgerEvent event) {
    if (event instanceof LedgerEvent.SourceOpened e) {
      set(
          e.subjectId(),
          e.sourceIndex(),
          before(e.subjectId(), e.sourceIndex()).opened(e.tracks()));
    } else if (event instanceof LedgerEvent.TrackMuted e) {
      mute(e);
    } else if (event instanceof LedgerEvent.SourceFailed e) {
      SourceState before = before(e.subjectId(), e.sourceIndex());
      set(
          e.subjectId(),
          e.sourceIndex(),
          new SourceState(SourceState.Phase.FAILED, before.tracks(), e.name(), e.message()));
    } else if (event instanceof LedgerEvent.SourceEnded e) {
      SourceState before = before(e.subjectId(), e.sourceIndex());
      if (before.phase() != SourceState.Phase.FAILED) { // the reason says more than the end
        set(
            e.subjectId(),
            e.sourceIndex(),
            new SourceState(SourceState.Phase.ENDED, before.tracks(), "", ""));
      }
    }
  }

  private void mute(LedgerEvent.TrackMuted event) {
    Entry entry = streams.get(event.subjectId());
    if (entry == null) {
      return;
    }
    entry.sources.replaceAll(
        (index, state) ->
            state.phase() == SourceState.Phase.OPEN && state.has(event.trackId())
                ? state.muted(event.trackId(), event.muted())
                : state);
    changed(event.subjectId());
  }

  /** A stream, also a closed one that is still remembered. */
  public synchronized Optional<StreamState> stream(String streamId) {
    Entry entry = streams.get(streamId);
    return entry == null ? Optional.empty() : Optional.ofNullable(entry.state());
  }

  /** Streams on the bus, in no promised order. */
  public synchronized List<StreamState> all() {
    List<StreamState> all = new ArrayList<>();
    for (Entry entry : streams.values()) {
      StreamState state = shown(entry);
      if (state != null) {
        all.add(state);
      }
    }
    return all;
  }

  private SourceState before(String streamId, int index) {
    return entry(streamId).sources.getOrDefault(index, SourceState.OPENING);
  }

  private void set(String streamId, int index, SourceState state) {
    if (index < 0 || index >= MAX_SOURCES) {
      return; // no spec has it
    }
    entry(streamId).sources.put(index, state);
    changed(streamId);
  }

  private Entry entry(String streamId) {
    Entry known = streams.get(streamId);
    if (known != null) {
      return known;
    }
    Entry entry = new Entry();
    streams.put(streamId, entry);
    if (streams.size() > MAX_REMEMBERED) { // oldest first; those on the bus stay
      streams.values().stream()
          .filter(e -> e != entry && (e.removed || e.spec == null))
          .findFirst()
          .ifPresent(streams.values()::remove);
    }
    return entry;
  }

  private void changed(String streamId) {
    waiters.changed(streamId, () -> shown(streams.get(streamId)));
  }

  private static @Nullable StreamState shown(@Nullable Entry entry) {
    return entry == null || entry.removed ? null : entry.state();
  }
}
