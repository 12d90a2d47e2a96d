package io.reelbus.agent;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Bytes on the agent's pool tapes that are not encoded yet, over all files being read (I8). */
final class InFlight {

  private final long rawBound;
  private final long nativeBound;
  private final Map<Object, Long> raw = new ConcurrentHashMap<>();
  private final Map<Object, Long> packets = new ConcurrentHashMap<>();

  InFlight(AgentSettings settings) {
    this.rawBound = settings.rawInFlightBytes();
    this.nativeBound = settings.nativeInFlightBytes();
  }

  /** Notes what one file has in flight; whether that and all others' leave room for more. */
  boolean hasRoom(Object file, boolean isRaw, long bytes) {
    Map<Object, Long> mine = isRaw ? raw : packets;
    mine.put(file, bytes);
    long sum = mine.values().stream().mapToLong(Long::longValue).sum();
    return sum < (isRaw ? rawBound : nativeBound);
  }

  /** A file is done. */
  void remove(Object file) {
    raw.remove(file);
    packets.remove(file);
  }
}
