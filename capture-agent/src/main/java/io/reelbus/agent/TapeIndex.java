package io.reelbus.agent;

import io.reelbus.model.TimeBase;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The recent entries of a live tape, for recorders that start a little late and for the key packet
 * they lead in from. Bounded: {@value #KEEP_US} microseconds and {@value #MAX_ENTRIES} entries, or
 * {@value #KEEP_WHEN_TIGHT_US} microseconds when there is no room for more. One thread at a time.
 */
final class TapeIndex {

  private static final long KEEP_US = 30_000_000;
  private static final long KEEP_WHEN_TIGHT_US = 2_000_000;
  private static final int MAX_ENTRIES = 20_000;

  private final long keepTicks;
  private final long keepWhenTightTicks;
  private final Deque<TapeEntry> entries = new ArrayDeque<>();

  TapeIndex(TimeBase timeBase) {
    this.keepTicks = timeBase.fromUs(KEEP_US);
    this.keepWhenTightTicks = timeBase.fromUs(KEEP_WHEN_TIGHT_US);
  }

  void add(TapeEntry entry) {
    entries.add(entry);
    forgetBefore(entry.decodeTimestamp() - keepTicks);
  }

  /** Keeps little from now until more has come. */
  void tighten() {
    if (!entries.isEmpty()) {
      forgetBefore(entries.getLast().decodeTimestamp() - keepWhenTightTicks);
    }
  }

  private void forgetBefore(long timestamp) {
    while (entries.size() > MAX_ENTRIES || entries.getFirst().decodeTimestamp() < timestamp) {
      entries.removeFirst();
    }
  }

  /** Position of the oldest entry; 0 while there is none. */
  long firstPosition() {
    return entries.isEmpty() ? 0 : entries.getFirst().position();
  }

  List<TapeEntry> entries() {
    return List.copyOf(entries);
  }
}
