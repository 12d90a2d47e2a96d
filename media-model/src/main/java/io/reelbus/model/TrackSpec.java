package io.reelbus.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Desired state of one {@code MediaStreamTrack}: what was set on it since it was opened.
 *
 * @param trackId identity
 * @param constraints the W3C {@code MediaTrackConstraints} that were applied last, as JSON; empty
 *     while those hold that it was opened with
 * @param disabled when it was disabled, in order of time, none overlapping; only the last may be
 *     open
 */
public record TrackSpec(String trackId, String constraints, List<Disabled> disabled) {

  /**
   * A time in which the track is black or silent. All agents and every restart go by these times,
   * whenever they hear of them.
   *
   * @param disabledAtUs wall clock of its start
   * @param enabledAtUs wall clock behind it, more than the start; 0 while it is disabled
   */
  public record Disabled(long disabledAtUs, long enabledAtUs) {

    public boolean isOpen() {
      return enabledAtUs == 0;
    }
  }

  /** Copies the list. */
  public TrackSpec {
    disabled = List.copyOf(disabled);
  }

  /** A track as it was opened. */
  public static TrackSpec of(String trackId) {
    return new TrackSpec(trackId, "", List.of());
  }

  /** The same, set on another track: what a clone begins with. */
  public TrackSpec of(StreamTrack clone) {
    return new TrackSpec(clone.trackId(), constraints, disabled);
  }

  /** W3C {@code enabled}. */
  public boolean enabled() {
    return disabled.isEmpty() || !disabled.get(disabled.size() - 1).isOpen();
  }

  /** The same with other constraints. */
  public TrackSpec constrained(String json) {
    return new TrackSpec(trackId, json, disabled);
  }

  /**
   * The same, disabled from {@code wallUs} on, or from where it was enabled last when that is
   * later; call it when enabled.
   */
  public TrackSpec disabledAt(long wallUs) {
    long last = disabled.isEmpty() ? wallUs : disabled.get(disabled.size() - 1).enabledAtUs();
    List<Disabled> more = new ArrayList<>(disabled);
    more.add(new Disabled(Math.max(wallUs, last), 0));
    return new TrackSpec(trackId, constraints, more);
  }

  /** The same, enabled from {@code wallUs} on; call it when disabled. */
  public TrackSpec enabledAt(long wallUs) {
    List<Disabled> more = new ArrayList<>(disabled);
    Disabled open = more.remove(more.size() - 1);
    if (wallUs > open.disabledAtUs()) {
      more.add(new Disabled(open.disabledAtUs(), wallUs));
    }
    return new TrackSpec(trackId, constraints, more);
  }

  /** The same without what was over at {@code wallUs}. */
  public TrackSpec forgettingBefore(long wallUs) {
    return new TrackSpec(
        trackId,
        constraints,
        disabled.stream().filter(d -> d.isOpen() || d.enabledAtUs() > wallUs).toList());
  }
}
