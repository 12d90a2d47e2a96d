package io.reelbus.api;

import io.reelbus.api.view.RecordingsView;
import io.reelbus.api.view.WaitingCuts;
import io.reelbus.model.Lane;
import io.reelbus.model.MediaException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far the encoders are behind: cuts that wait, since when, and for how long their tapes are
 * still there. From the ledger, so that it costs the bus nothing. Any thread.
 */
final class Pressure {

  static final long REFRESH_MS = 5000;

  /** Less than this and frames that wait are in danger. */
  static final Duration DANGER = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(Pressure.class);
  private static final Duration FOR_EVER = Duration.ofDays(365_000);

  private final RecordingsView recordings;
  private final InstantSource wall;
  private final Function<String, @Nullable Duration> retention;
  private final Map<String, Duration> known = new ConcurrentHashMap<>();
  private boolean inDanger;

  Pressure(
      RecordingsView recordings,
      InstantSource wall,
      Function<String, @Nullable Duration> retention) {
    this.recordings = recordings;
    this.wall = wall;
    this.retention = retention;
  }

  /** Cuts that wait in a queue. */
  long cuts(Lane lane) {
    return in(lane).stream().mapToLong(WaitingCuts::cuts).sum();
  }

  /** How long the oldest cut of a queue has waited; 0 without one. */
  double oldestSeconds(Lane lane) {
    return in(lane).stream().mapToDouble(this::ageSeconds).max().orElse(0);
  }

  /** When the first frame that waits leaves its tape, if one does that is known. */
  OptionalDouble expirySeconds() {
    return recordings.waiting().stream()
        .filter(cut -> cut.capturedAtUs() > 0 && known.containsKey(cut.tape()))
        .mapToDouble(
            cut -> known.get(cut.tape()).toMillis() / 1e3 - (nowUs() - cut.capturedAtUs()) / 1e6)
        .min();
  }

  /** Whether no tape that waits for encoders runs out soon. */
  boolean isSafe() {
    return expirySeconds().orElse(Double.MAX_VALUE) > DANGER.toSeconds();
  }

  /** For a person. */
  String inWords() {
    StringBuilder words = new StringBuilder();
    for (Lane lane : Lane.values()) {
      words.append(
          String.format(
              Locale.ROOT,
              "%s: %d waiting, the oldest for %.1f s; ",
              lane.name().toLowerCase(Locale.ROOT),
              cuts(lane),
              oldestSeconds(lane)));
    }
    OptionalDouble expiry = expirySeconds();
    return words
        .append(
            expiry.isPresent()
                ? String.format(
                    Locale.ROOT, "the first tape expires in %.0f s", expiry.getAsDouble())
                : "no tape expires")
        .toString();
  }

  /** Asks the bus how long the tapes of waiting cuts are kept, and warns. Blocks. */
  synchronized void refresh() {
    List<String> tapes =
        recordings.waiting().stream()
            .map(WaitingCuts::tape)
            .filter(tape -> !tape.isEmpty())
            .distinct()
            .toList();
    known.keySet().retainAll(tapes);
    for (String tape : tapes) {
      try {
        Duration kept = retention.apply(tape);
        known.put(tape, kept == null ? FOR_EVER : kept);
      } catch (MediaException e) {
        LOG.debug("{}: {}", tape, e.getMessage()); // asked again soon
      }
    }
    boolean danger = !isSafe();
    if (danger && !inDanger) {
      LOG.warn("encoders are too slow, or too few: {}", inWords());
    }
    inDanger = danger;
  }

  private List<WaitingCuts> in(Lane lane) {
    return recordings.waiting().stream().filter(cut -> cut.lane() == lane).toList();
  }

  /** A live slice is cut at its end; a file's as fast as it can be read. */
  private double ageSeconds(WaitingCuts cut) {
    if (cut.capturedAtUs() <= 0) {
      return 0;
    }
    long cutAtUs = cut.capturedAtUs() + (cut.lane() == Lane.LIVE ? cut.durationUs() : 0);
    return Math.max(0, (nowUs() - cutAtUs) / 1e6);
  }

  private long nowUs() {
    return wall.millis() * 1000;
  }
}
