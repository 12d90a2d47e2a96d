package io.reelbus.recorder;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream that agents hold open, as W3C {@code MediaStream}.
 *
 * @param id identity
 * @param active whether some track is live
 * @param tracks in the order of the sources
 */
public record StreamInfo(String id, boolean active, @Nullable List<TrackInfo> tracks) {

  /** Absent tracks are none. */
  public StreamInfo {
    tracks = tracks == null ? List.of() : List.copyOf(tracks);
  }
}
