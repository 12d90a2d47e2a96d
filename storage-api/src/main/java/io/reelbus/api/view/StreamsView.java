package io.reelbus.api.view;

import io.reelbus.model.LedgerEvent;
import io.reelbus.model.MediaException;
import io.reelbus.model.StreamSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Streams with the state of their sources. A stream whose spec is gone from the bus is remembered
 * for a while, because recordings made from it name its tracks.
 */
public final class StreamsView {

  private static final int MAX_SOURCES = 64;
  private static final int MAX_REMEMBERED = 10_000;

  private static final class Entry {
    @Nullable StreamSpec spec;
    boolean removed;
    final Map<Integer, SourceState> sources = new TreeMap<>();
    final List<CompletableFuture<StreamState>> waiting = new ArrayList<>();

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

  /**
   * Completes when every source of the stream is open, or exceptionally with a {@link
   * MediaException} when one failed. Register before asking for the stream; the caller sets the
   * deadline. It is completed by a tail thread.
   */
  public synchronized CompletableFuture<StreamState> opened(String streamId) {
    CompletableFuture<StreamState> future = new CompletableFuture<>();
    Entry entry = entry(streamId);
    entry.waiting.add(future);
    settle(entry);
    return future;
  }

  synchronized void put(StreamSpec spec) {
    Entry entry = entry(spec.streamId());
    entry.spec = spec;
    entry.removed = false;
    settle(entry);
  }

  synchronized void remove(String streamId) {
    Entry entry = streams.get(streamId);
    if (entry != null) {
      entry.removed = true;
    }
  }

  synchronized void apply(LedgerEvent event) {
    if (event instanceof LedgerEvent.SourceOpened e) {
      set(
          e.subjectId(),
          e.sourceIndex(),
          new SourceState(SourceState.Phase.OPEN, e.tracks(), "", ""));
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

  /** A stream, also a closed one that is still remembered. */
  public synchronized Optional<StreamState> stream(String streamId) {
    Entry entry = streams.get(streamId);
    return entry == null ? Optional.empty() : Optional.ofNullable(entry.state());
  }

  /** Streams on the bus, in no promised order. */
  public synchronized List<StreamState> all() {
    List<StreamState> all = new ArrayList<>();
    for (Entry entry : streams.values()) {
      StreamState state = entry.state();
      if (state != null && !entry.removed) {
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
    Entry entry = entry(streamId);
    entry.sources.put(index, state);
    settle(entry);
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
          .filter(e -> e != entry && e.waiting.isEmpty() && (e.removed || e.spec == null))
          .findFirst()
          .ifPresent(streams.values()::remove);
    }
    return entry;
  }

  private static void settle(Entry entry) {
    StreamState state = entry.state();
    if (state == null || entry.waiting.isEmpty()) {
      return;
    }
    for (SourceState source : state.sources()) {
      if (source.phase() == SourceState.Phase.FAILED) {
        MediaException failure =
            new MediaException(source.errorName(), MediaException.Next.STOP, source.errorMessage());
        entry.waiting.forEach(f -> f.completeExceptionally(failure));
        entry.waiting.clear();
        return;
      }
      if (source.phase() == SourceState.Phase.OPENING) {
        entry.waiting.removeIf(CompletableFuture::isDone); // whoever gave up
        return;
      }
    }
    entry.waiting.forEach(f -> f.complete(state)); // an ended source was open once
    entry.waiting.clear();
  }
}
