package io.reelbus.api.view;

import io.reelbus.model.LiveTrack;
import java.util.List;

/**
 * Where one source of a stream stands.
 *
 * @param phase where
 * @param tracks what it gave when it was opened; kept after its end
 * @param errorName DOMException name when failed, else empty
 * @param errorMessage one line when failed, else empty
 */
public record SourceState(
    Phase phase, List<LiveTrack> tracks, String errorName, String errorMessage) {

  /** Asked for, and nothing heard yet. */
  static final SourceState OPENING = new SourceState(Phase.OPENING, List.of(), "", "");

  /** Phases of a source. A failed or ended source may be opened again by a restarted agent. */
  public enum Phase {
    OPENING,
    OPEN,
    ENDED,
    FAILED
  }

  /** Copies the list. */
  public SourceState {
    tracks = List.copyOf(tracks);
  }
}
