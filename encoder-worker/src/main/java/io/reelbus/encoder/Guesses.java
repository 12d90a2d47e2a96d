package io.reelbus.encoder;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether it is worth to begin a track's next slice here. Where several workers share the cuts, the
 * next one may well go elsewhere: after every guess that was wrong twice as many slices in a row
 * have to have come here before the next one. One thread.
 */
final class Guesses {

  private static final int MOST_TRACKS = 1000;
  private static final int MOST_IN_A_ROW = 64;

  private static final class Track {
    private int latest = Integer.MIN_VALUE;
    private int inARow;
    private int wanted = 1;
  }

  private final Map<String, Track> tracks =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Track> eldest) {
          return size() > MOST_TRACKS;
        }
      };

  /** A slice of the track was made here; whether to begin the next one. */
  boolean made(String track, int slice) {
    Track known = tracks.computeIfAbsent(track, t -> new Track());
    known.inARow = slice == known.latest + 1 ? known.inARow + 1 : 1;
    known.latest = slice;
    return known.inARow >= known.wanted;
  }

  /** Whether the slice that was begun came, and as it was begun. */
  void settle(String track, boolean right) {
    Track known = tracks.computeIfAbsent(track, t -> new Track());
    known.wanted =
        right ? Math.max(1, known.wanted / 2) : Math.min(MOST_IN_A_ROW, known.wanted * 2);
  }
}
