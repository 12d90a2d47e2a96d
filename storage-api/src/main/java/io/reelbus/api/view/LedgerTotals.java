package io.reelbus.api.view;

import io.reelbus.model.LossCause;
import io.reelbus.model.MediaKind;
import java.util.EnumMap;
import java.util.Map;

/**
 * What became of all that was captured, by kind of track. Units are frames or samples per channel.
 * Not safe for threads by itself.
 */
public final class LedgerTotals {

  private final Map<MediaKind, Long> captured = new EnumMap<>(MediaKind.class);
  private final Map<MediaKind, Long> stored = new EnumMap<>(MediaKind.class);
  private final Map<MediaKind, Map<LossCause, TrackAccount.Lost>> lost =
      new EnumMap<>(MediaKind.class);

  LedgerTotals() {}

  /** A track whose kind is not known yet is counted later. */
  void add(TrackAccount track) {
    MediaKind kind = track.kind();
    if (kind == null) {
      return;
    }
    captured.merge(kind, track.capturedUnits(), Long::sum);
    stored.merge(kind, track.storedUnits(), Long::sum);
    add(kind, track.lostByCause());
  }

  void add(LedgerTotals other) {
    other.captured.forEach((kind, units) -> captured.merge(kind, units, Long::sum));
    other.stored.forEach((kind, units) -> stored.merge(kind, units, Long::sum));
    other.lost.forEach(this::add);
  }

  private void add(MediaKind kind, Map<LossCause, TrackAccount.Lost> more) {
    Map<LossCause, TrackAccount.Lost> sum =
        lost.computeIfAbsent(kind, k -> new EnumMap<>(LossCause.class));
    more.forEach((cause, units) -> sum.merge(cause, units, TrackAccount.Lost::plus));
  }

  /** Taken from devices and files, lost ones included. */
  public long capturedUnits(MediaKind kind) {
    return captured.getOrDefault(kind, 0L);
  }

  /** In files. */
  public long storedUnits(MediaKind kind) {
    return stored.getOrDefault(kind, 0L);
  }

  /** Named lost. */
  public long lostUnits(MediaKind kind) {
    return lost.getOrDefault(kind, Map.of()).values().stream()
        .mapToLong(TrackAccount.Lost::units)
        .sum();
  }

  /** Named lost for one cause. */
  public long lostUnits(MediaKind kind, LossCause cause) {
    TrackAccount.Lost one = lost.getOrDefault(kind, Map.of()).get(cause);
    return one == null ? 0 : one.units();
  }

  /** Media time named lost for one cause. */
  public long lostUs(MediaKind kind, LossCause cause) {
    TrackAccount.Lost one = lost.getOrDefault(kind, Map.of()).get(cause);
    return one == null ? 0 : one.durationUs();
  }
}
