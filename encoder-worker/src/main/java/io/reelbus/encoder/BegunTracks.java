package io.reelbus.encoder;

import io.reelbus.bus.TapeReader;
import io.reelbus.encoder.CutWork.Ahead;
import io.reelbus.model.Chunk;
import io.reelbus.model.Cut;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live tracks of which this process made the last slice, and has begun the next one: it encodes
 * what is on their tapes while there is nothing else to do. What is begun is a guess, and may be
 * dropped at any time: its cut is then made like any other, here or elsewhere. One thread.
 */
final class BegunTracks implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(BegunTracks.class);

  /** Each holds an encoder and a Kafka consumer, some tens of megabytes. */
  static final int MOST = 4;

  /** A process that has no time at all between cuts has none for guesses. */
  private static final long IDLE_NANOS = Duration.ofMillis(30).toNanos();

  private static final long STALE_SECONDS = 10;

  private final Supplier<TapeReader> readers;
  private final Guesses guesses = new Guesses();
  private final Map<String, Cut> expected = new LinkedHashMap<>(); // by track: not begun
  private final Map<String, BegunTrack> begun = new LinkedHashMap<>(); // the next one's turn first
  private long workedNanos = System.nanoTime();
  private int finished;

  /**
   * Makes one without tracks.
   *
   * @param readers makes a reader for each
   */
  BegunTracks(Supplier<TapeReader> readers) {
    this.readers = readers;
  }

  /** Frames that are encoded of the slice behind one that was made here. */
  int encodedBehind(Cut made) {
    BegunTrack track = begun.get(track(made));
    return track == null ? 0 : track.encoded();
  }

  /** Cuts of which something was encoded before they came. */
  int finished() {
    return finished;
  }

  /**
   * Makes the chunk of a cut that was begun.
   *
   * @param progress told again and again
   * @return null when nothing of it was begun, or not what it became
   * @throws MediaException as of any cut; another try is made from its start
   */
  @Nullable Chunk finish(Cut cut, String worker, int attempt, Runnable progress) {
    expected.remove(track(cut));
    BegunTrack track = begun.get(track(cut));
    if (track == null || track.encoded() == 0) {
      return null;
    }
    boolean fits = track.fits(cut);
    guesses.settle(track(cut), fits);
    if (!fits) {
      drop(cut);
      return null;
    }
    try {
      Chunk chunk = track.finish(cut, worker, attempt, progress);
      finished++;
      return chunk;
    } catch (RuntimeException e) {
      drop(cut);
      throw e;
    }
  }

  /** Expects the slice behind one that was made here. */
  void made(Cut cut) {
    workedNanos = System.nanoTime();
    BegunTrack track = begun.get(track(cut));
    long leastTicks = track == null ? 0 : track.lengthTicks();
    boolean worth = guesses.made(track(cut), cut.id().slice());
    Cut next = worth ? ExpectedCut.after(cut, leastTicks) : null;
    if (next == null) {
      drop(cut);
    } else if (track != null) {
      guess(track(cut), () -> track.expect(next));
    } else if (begun.size() + expected.size() < MOST) {
      expected.put(track(cut), next);
    }
  }

  /** A little work ahead. */
  Ahead goOn() {
    for (BegunTrack track : List.copyOf(begun.values())) {
      if (track.isStale(STALE_SECONDS)) {
        forget(track.expected());
      }
    }
    if (!expected.isEmpty() && System.nanoTime() - workedNanos > IDLE_NANOS) {
      String first = expected.keySet().iterator().next();
      guess(first, () -> begin(first));
    }
    for (String key : List.copyOf(begun.keySet())) {
      BegunTrack track = begun.remove(key);
      begun.put(key, track); // behind the others
      if (guess(key, track::goOn)) {
        return Ahead.MORE;
      }
    }
    return begun.isEmpty() && expected.isEmpty() ? Ahead.NOTHING : Ahead.LATER;
  }

  private void begin(String key) {
    Cut next = expected.get(key);
    TapeReader reader = readers.get();
    begun.put(key, new BegunTrack(next, reader));
    expected.remove(key);
  }

  /** Whether some work ahead was done. Work that fails is none: its cut will show why. */
  private boolean guess(String key, BooleanSupplier work) {
    try {
      return work.getAsBoolean();
    } catch (RuntimeException e) {
      LOG.debug("Track {} cannot be worked on ahead", key, e);
      drop(key);
      return true;
    }
  }

  private void guess(String key, Runnable work) {
    var unused =
        guess(
            key,
            () -> {
              work.run();
              return true;
            });
  }

  /** The track's next slice is not made here. */
  void forget(Cut cut) {
    if (expected.containsKey(track(cut)) || begun.containsKey(track(cut))) {
      guesses.settle(track(cut), false);
      drop(cut);
    }
  }

  /** Nothing of the track is begun. */
  void drop(Cut cut) {
    drop(track(cut));
  }

  private void drop(String key) {
    expected.remove(key);
    BegunTrack track = begun.remove(key);
    if (track != null) {
      close(track);
    }
  }

  private static void close(BegunTrack track) {
    try {
      track.close();
    } catch (RuntimeException e) {
      LOG.debug("A tape's reader does not close", e);
    }
  }

  private static String track(Cut cut) {
    return cut.id().recordingId() + "/" + cut.id().track();
  }

  @Override
  public void close() {
    begun.values().forEach(BegunTracks::close);
    begun.clear();
    expected.clear();
  }
}
