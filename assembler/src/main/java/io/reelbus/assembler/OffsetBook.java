package io.reelbus.assembler;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What may be committed: per partition, the first chunk of any recording that is still open, else
 * everything taken (I6). For one thread.
 */
final class OffsetBook {

  private static final class Partition {
    private final Map<String, Long> open = new HashMap<>(); // recording -> offset of first chunk
    private long position;
    private long committed;
  }

  private final Map<Integer, Partition> partitions = new HashMap<>();

  /** A chunk was taken. */
  void took(int partition, long nextOffset) {
    Partition p = partitions.computeIfAbsent(partition, k -> new Partition());
    p.position = Math.max(p.position, nextOffset);
  }

  /** A chunk of an unfinished recording begins at {@code offset}. */
  void opened(String recordingId, int partition, long offset) {
    partitions
        .computeIfAbsent(partition, k -> new Partition())
        .open
        .merge(recordingId, offset, Math::min);
  }

  /** A recording is finished, or given up. */
  void closed(String recordingId, int partition) {
    Partition p = partitions.get(partition);
    if (p != null) {
      p.open.remove(recordingId);
    }
  }

  /** These partitions are no longer ours. */
  void forget(Set<Integer> gone) {
    partitions.keySet().removeAll(gone);
  }

  /** Offsets that may be committed and were not yet, by partition. */
  Map<Integer, Long> due() {
    Map<Integer, Long> due = new HashMap<>();
    partitions.forEach(
        (number, p) -> {
          long safe = safe(p);
          if (safe > p.committed) {
            due.put(number, safe);
          }
        });
    return due;
  }

  /** A commit was accepted. */
  void committed(int partition, long offset) {
    Partition p = partitions.get(partition);
    if (p != null) {
      p.committed = offset;
    }
  }

  private static long safe(Partition p) {
    long safe = p.position;
    for (long offset : p.open.values()) {
      safe = Math.min(safe, offset);
    }
    return safe;
  }
}
